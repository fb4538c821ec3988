"use strict";
// Draws the one chart of the page once its fonts are there, by which the chart measures its words.
const { data, layout } = JSON.parse(document.getElementById("drawing").textContent);
const box = document.getElementById("chart");
Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 16px dashboard-core`, "あ"))).then(
  () => Plotly.newPlot(box, data, { ...layout, width: box.clientWidth, autosize: false }, { staticPlot: true }),
);
