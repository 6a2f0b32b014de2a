"""A full de-ageing case: a vendor's workflow in three steps, a talent model, and much to ask."""

from typing import Any

_STEP: dict[str, Any] = {
    "version": "2026.2", "tier": "Studio", "plugins": [], "performed_by": "vendor",
    "vendor": "Northlight Pictures", "technique": "generative", "stores": "no", "reuses": "no",
    "trains": "no", "terms_match": "yes", "secured": "yes",
}  # fmt: skip

DEAGEING: dict[str, Any] = {
    "clearslate": "declaration/1",
    "use": {
        "title": "De-ageing for the flashback",
        "purpose": "The lead plays the scene and is made twenty years younger.",
        "department": "vfx",
        "media": ["picture"],
        "context": "fiction",
        "shots": ["106_0310", "106_0320"],
        "begun": "no",
        "work_from": "2026-12-01",
        "work_to": "2027-02-26",
        "misleads": "no",
        "otherwise": "not_engaged",
    },
    "outputs": [
        {
            "name": "Flashback scene", "destination": "final_picture", "position": "foreground",
            "seconds": 94, "gates": ["screening", "lock"],
            "key_element": "main_character", "resembles": "identifiable_person",
            "fabricates": "no",
        }
    ],
    "components": [
        {"name": "Facelab, training", **_STEP},
        {"name": "Facelab, de-ageing", **_STEP},
        {"name": "Clean-up", **_STEP, "technique": "assistive"},
    ],
    "inputs": [
        {
            "name": "Flashback plates", "kind": "footage", "owner": "production",
            "sensitivity": "sensitive", "personal_data": "no", "likeness": "yes",
        },
        {
            "name": "Earlier films", "kind": "archive", "owner": "third_party",
            "holder": "Halcyon Archive", "rights": "licensed_silent", "sensitivity": "none",
            "personal_data": "yes", "whose_data": "Names on slates", "lawful_basis": "Contract",
            "likeness": "yes",
        },
    ],
    "references": [
        {"name": "The Long Ferry (2006)", "kind": "work", "holder": "Halcyon", "rights": "held"}
    ],
    "people": [
        {
            "who": "Mara Lindqvist", "relation": "cast", "act": "significant",
            "aspects": ["face", "age"], "as_scripted": "yes", "exception": "none",
            "guild": "sag_aftra",
        }
    ],
    "models": [
        {
            "name": "Mara at thirty", "origin": "trained_here", "material": ["performer"],
            "rights_holders": ["Mara Lindqvist"], "talent": "yes", "performer": "Mara Lindqvist",
            "made_for": "harbour-s1", "used_as": "this_production",
        }
    ],
    "crafts": [{"name": "Prosthetic make-up", "union": "IATSE"}],
}  # fmt: skip

FACTS: dict[str, Any] = {
    "production": {"id": "harbour-s1", "code_name": "Lantern", "picture_lock": "2027-03-12"}
}
