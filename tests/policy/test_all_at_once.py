"""A file with many mistakes is answered once: those of the text and those of the fit together."""

import pytest

from clearslate.policy import intake
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.errors import DeclarationError, DocumentError

MISTAKES = """\
clearslate: declaration/1
use:
  titel: Storm
  department: vxf
  begun: true
outputs:
  - name: Sky
    name: Sea
    seconds: 2.5
people: {who: nobody}
"""


def test_every_mistake_has_its_place_and_none_is_told_twice():
    with pytest.raises(DeclarationError) as refusal:
        intake.read(MISTAKES.encode(), "storm.yaml", core_schema())
    told = [(problem.line, problem.path) for problem in refusal.value.problems]
    assert told == [
        (3, "use.titel"),
        (4, "use.department"),
        (5, "use.begun"),
        (8, "outputs[0].name"),
        (9, "outputs[0].seconds"),
        (10, "people"),
    ]
    assert "Did you mean “title”?" in str(refusal.value)
    assert "Write yes or no." in str(refusal.value)


def test_a_wrong_value_alone_is_a_wrong_text():
    with pytest.raises(DocumentError) as refusal:
        intake.read(b"clearslate: declaration/1\nuse: {begun: true}\n", "a.yaml", core_schema())
    assert [problem.path for problem in refusal.value.problems] == ["use.begun"]


def test_a_broken_text_ends_the_list():
    with pytest.raises(DocumentError) as refusal:
        intake.read(b"clearslate: declaration/1\nuse: [\n", "a.yaml", core_schema())
    assert refusal.value.recovered is None
