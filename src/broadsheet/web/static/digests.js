// Where no time zone is known, propose the one that this machine is set to.
"use strict";

for (const select of document.querySelectorAll('select[data-guess="1"]')) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select.value === "UTC" && [...select.options].some((option) => option.value === zone)) select.value = zone;
}
