// What a page of the dashboard looks like in its window: sizes in CSS pixels, faults in words.
() => {
  const main = document.querySelector('[data-testid=stMain]');
  const box = element => element.getBoundingClientRect();
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const words = element => {
    const text = (element.textContent || element.getAttribute('aria-label') || '').trim();
    return `${element.tagName.toLowerCase()} 「${text.replace(/\s+/g, ' ').slice(0, 20)}」`;
  };
  const isSeen = element => {
    const {width, height} = box(element);
    return width > 1 && height > 1 && element.checkVisibility({
      checkOpacity: true, checkVisibilityCSS: true,
    }) && !element.closest('[aria-hidden=true], [inert], canvas');
  };

  // Exhibits, from the top down.
  const FRAME = '[class*="st-key-exhibit-"]';
  const frames = all(FRAME).filter(frame => !frame.parentElement.closest(FRAME) && isSeen(frame));
  const nameOf = frame =>
    [...frame.classList].find(name => name.startsWith('st-key-exhibit-')).slice(15);
  const scrollsItself = element => {
    const scrolls = ['auto', 'scroll'].includes(getComputedStyle(element).overflowY);
    return scrolls && element.scrollHeight > element.clientHeight + 1;
  };
  const scrollingTable = frame => all('table', frame).filter(isSeen).map(table => {
    for (let part = table; part !== frame; part = part.parentElement) {
      if (scrollsItself(part)) return part;
    }
    return null;
  }).find(Boolean);
  const seenIn = (selector, frame) => all(selector, frame).filter(isSeen).map(part => {
    const {top, bottom, left, right} = box(part);
    return {top, bottom, left, right, words: words(part)};
  });
  // What an exhibit shows: a chart, tiles, the map, a table without scrolling, one figure.
  const SHOWN = '.chart, .js-plotly-plot, .tile-figure, [data-testid=stDeckGlJsonChart], '
    + 'table.data, .one-figure';
  const exhibits = frames.map(frame => {
    const table = scrollingTable(frame);
    return {
      id: nameOf(frame),
      isSection: nameOf(frame).startsWith('section-'),
      height: box(frame).height,
      tableTop: table ? box(table).top : null,
      headlines: seenIn('h2', frame),
      charts: seenIn(SHOWN, frame),
      cautions: seenIn('.caution', frame),
    };
  });

  // Text that a box hides instead of wrapping it.
  const hides = element => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
  const cutText = all('*').filter(element => element instanceof HTMLElement
    && element.textContent.trim() && hides(element)
    && element.scrollWidth > element.clientWidth + 1 && isSeen(element) && element.clientWidth > 1);
  const innermost = cutText.filter(element => !cutText.some(
    other => other !== element && element.contains(other)));
  const cutLabels = all('svg text').filter(label => {
    const drawing = label.ownerSVGElement;
    if (!label.textContent.trim() || !isSeen(label) || !hides(drawing)) return false;
    const [text, edge] = [box(label), box(drawing)];
    return text.left < edge.left - 1 || text.right > edge.right + 1;
  });

  // What a finger or a mouse has to hit: the largest box that answers to it.
  const TARGET = 'a[href], button, input, select, textarea, summary, [role=button], [role=tab], '
    + '[role=link], [role=switch], [role=slider], [role=combobox]';
  const AROUND = 'label, [role=group]:has(> input), [data-testid=stTextInputRootElement]';
  const spread = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const isThere = style.content !== 'none' && style.position === 'absolute';
    return isThere ? parseFloat(style.height) || 0 : 0;
  };
  const heightOf = target => Math.max(
    ...[target, target.closest(AROUND)].filter(Boolean).map(part => box(part).height),
    spread(target, '::before'), spread(target, '::after'));
  // A link among words of a sentence takes the height of its line (WCAG 2.5.8, inline).
  const isInSentence = target => {
    const block = target.closest('p, li, td, th, dd, figcaption, div');
    const others = block ? block.textContent.replace(target.textContent, '').trim() : '';
    return target.matches('a') && getComputedStyle(target).display === 'inline' && others !== '';
  };
  const isReached = target => {
    const around = target.closest(AROUND) || target;
    return (isSeen(target) || (around !== target && isSeen(around))) && target.tabIndex >= 0
      && !target.disabled && !isInSentence(target);
  };
  const targets = all(TARGET).filter(isReached).map(
    target => ({words: words(target), height: heightOf(target)}));

  const holdsText = element => [...element.childNodes].some(
    child => child.nodeType === Node.TEXT_NODE && child.textContent.trim());
  const sizeOf = element => parseFloat(getComputedStyle(element).fontSize);
  const small = all('*', main).filter(element => holdsText(element) && element.checkVisibility()
    && element.tagName !== 'STYLE' && sizeOf(element) > 0 && sizeOf(element) < 14);

  return {
    height: box(main).top + main.scrollHeight,
    overflow: Math.max(main.scrollWidth - main.clientWidth,
      document.documentElement.scrollWidth - document.documentElement.clientWidth),
    wide: all('*', main).filter(
      part => isSeen(part) && box(part).right > box(main).right + 1).map(words).slice(-3),
    exhibits,
    cut: [...innermost, ...cutLabels].map(words),
    targets,
    small: small.map(element => `${sizeOf(element)} px ${words(element)}`),
  };
}
