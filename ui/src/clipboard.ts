// The computer's clipboard, as far as the page may write it.

/** Writes a text to the clipboard, at the person's click. False where the webview does not let it. */
export const copyText = async (document: Document, text: string): Promise<boolean> => {
  try {
    await document.defaultView?.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(document, text);
  }
};

/** The older way, for webviews that keep the clipboard's interface from pages of their own scheme. */
const copySelection = (document: Document, text: string): boolean => {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'hd-offscreen';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) {
    focused.focus({ preventScroll: true });
  }
  return copied;
};
