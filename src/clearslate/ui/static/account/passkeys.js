// Says on the page that a passkey was not used; the sign-in library tells only the console.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey_problem");
  if (!place) return;
  event.preventDefault();
  place.className = "notice hold";
  place.textContent = place.dataset.said;
});
