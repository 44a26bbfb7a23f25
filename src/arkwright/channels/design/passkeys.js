/* Passkeys: a form that stands hidden until the browser is known to have them. It carries the question, and sends the answer as any form does. */
(function () {
  "use strict";

  const WORDS = {
    NotAllowedError: "Nothing was done. Try again when you like.",
    InvalidStateError: "This device holds a passkey for your account already.",
    SecurityError: "This address has no passkeys. Open the shop by its own name.",
  };

  function ready() {
    if (!window.PublicKeyCredential || !navigator.credentials) return;
    document.querySelectorAll("form[data-passkey]").forEach(function (form) {
      form.hidden = false;
      form.addEventListener("submit", (event) => ask(event, form));
    });
    document.querySelectorAll("[data-passkey-lacking]").forEach((words) => (words.hidden = true));
  }

  async function ask(event, form) {
    event.preventDefault();
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    say(form, "");
    try {
      form.elements.answer.value = JSON.stringify(await answered(form.dataset.passkey, JSON.parse(form.dataset.options)));
      form.submit();
    } catch (error) {
      say(form, WORDS[error.name] || "Your browser could not do that. Try again, or use a code.");
    } finally {
      delete form.dataset.asking;
    }
  }

  async function answered(verb, options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const known of [...(options.excludeCredentials || []), ...(options.allowCredentials || [])]) known.id = bytes(known.id);
    const made = await navigator.credentials[verb]({ publicKey: options });
    const said = made.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (said[name]) response[name] = text(said[name]);
    }
    return { id: made.id, rawId: text(made.rawId), type: made.type, response: response, clientExtensionResults: {} };
  }

  /* base64url without padding, both ways: not every browser with passkeys has its own for this. */
  function bytes(words) {
    return Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  }

  function text(buffer) {
    const raw = Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join("");
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function say(form, words) {
    const place = form.querySelector("[data-passkey-says]");
    if (place) place.textContent = words;
  }

  ready();
})();
