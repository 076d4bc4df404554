// Files that the reader takes along.

/** A name that every system accepts. @param {string} title @param {string} ending */
export function fileName(title, ending) {
  const safe = title.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}.]+/gu, "-");
  const short = [...safe].slice(0, 80).join("").replace(/^[-.]+|[-.]+$/g, "");
  return `${short || "embviz"}.${ending}`;
}

/** Hand a file to the browser's downloads. @param {Blob} blob */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Not at once: the download may begin a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
