// What a page of the dashboard puts on paper, asked while the media are those of print; every
// row of a table gets a sign of its own that takes no room, so that it can be found on paper.
() => {
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const isSeen = element => {
    const {width, height} = element.getBoundingClientRect();
    return width > 1 && height > 1 && !element.closest('canvas')
      && element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  };
  const words = element => element.textContent.trim().replace(/\s+/g, ' ').slice(0, 20);
  const CONTROL = 'button, input, select, textarea, [role=button], [role=radiogroup], '
    + '[data-testid=stWidgetLabel], [data-testid=stHeader], nav';
  const controls = all(CONTROL).filter(isSeen).map(
    control => `${control.tagName.toLowerCase()} 「${words(control)}」`);

  const headlines = all('[class*="st-key-exhibit-"] h2').filter(isSeen).map(
    headline => headline.innerText.replace(/\s+/g, ''));

  // Texts, each drawn without a break, and the right margin that the styles ask for.
  const walker = document.createTreeWalker(
    document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
  const texts = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const isWord = !text.parentElement.closest('style, script, title, desc');
    const isDrawn = isSeen(text.parentElement)
      && getComputedStyle(text.parentElement).fontSize !== '0px';
    if (isWord && text.data.trim() && isDrawn) texts.add(text.data);
  }
  const pageRules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).flatMap(
    rule => rule.media?.mediaText === 'print' ? [...rule.cssRules] : [rule]).filter(
    rule => rule instanceof CSSPageRule && !rule.selectorText);
  const margin = pageRules.map(rule => rule.style.marginRight).filter(Boolean).at(-1) || '0';
  const ruler = document.createElement('div');
  ruler.style.cssText = `position:absolute;visibility:hidden;width:${margin}`;
  document.body.append(ruler);
  const marginPx = ruler.getBoundingClientRect().width;
  ruler.remove();

  let signs = 0;
  const tables = all('[data-testid=stMain] table').filter(isSeen).map(table => ({
    heightPx: table.getBoundingClientRect().height,
    rows: [...table.rows].filter(row => !row.closest('thead') && isSeen(row)).map(row => {
      const cell = [...row.cells].find(isSeen);
      const first = all('p, span, div', cell).find(part => isSeen(part)
        && getComputedStyle(part).display !== 'flex' && part.textContent.trim()) || cell;
      const text = row.innerText.replace(/\s+/g, '');
      const sign = document.createElement('span');
      sign.textContent = `Q${String(signs++).padStart(3, '0')}Q`;
      sign.style.cssText = 'display:inline-block;width:0;height:0;overflow:visible;color:#000;'
        + 'white-space:nowrap;font:700 3px/0 sans-serif;letter-spacing:0;vertical-align:baseline;'
        + 'print-color-adjust:exact;text-indent:0;position:static;float:none';
      first.prepend(sign);
      return {sign: sign.textContent, text};
    }),
  }));
  return {controls, headlines, marginPx, tables, texts: [...texts]};
}
