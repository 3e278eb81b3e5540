// Lines and bars over time. Numbers stand in a JSON block beside the chart; colours come from the tokens of the theme.
const drawn = new Map();
let library;

export async function wake(root) {
  for (const place of root.querySelectorAll("[data-chart]")) if (!drawn.has(place)) await draw(place);
}

async function draw(place) {
  library ??= import(place.dataset.library);
  await library;
  const chart = globalThis.echarts.init(place, null, { renderer: "svg" });
  drawn.set(place, chart);
  paint(place, chart);
  new ResizeObserver(() => chart.resize()).observe(place);
}

function paint(place, chart) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => tone(style.getPropertyValue(name).trim());
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const decimals = Number(place.dataset.decimals);
  const format = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const said = (value) => (value === null || value === undefined ? "–" : format.format(value));
  const inks = [colour("--accent"), colour("--against"), colour("--amber"), colour("--soft")];
  const text = { color: colour("--soft"), fontFamily: "Source Sans 3, system-ui, sans-serif", fontSize: 14 };
  chart.setOption({
    animation: false,
    aria: { enabled: false },
    grid: { left: 8, right: data.series.length > 1 ? 120 : 32, top: 32, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: said, backgroundColor: colour("--board"), borderColor: colour("--line"), textStyle: { ...text, color: colour("--ink") } },
    xAxis: { type: "category", data: data.categories, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--edge") } } },
    yAxis: { type: "value", min: 0, axisLabel: { ...text, formatter: said }, splitLine: { lineStyle: { color: colour("--line") } } },
    series: data.series.map((one, index) => ({
      name: one.name, type: data.kind === "bar" ? "bar" : "line", data: one.values, symbolSize: 8, lineStyle: { width: 2.5 },
      itemStyle: { color: inks[index % inks.length] }, barMaxWidth: 40,
      label: { show: data.series.length === 1, position: "top", formatter: (point) => said(point.value), ...text, color: colour("--ink") },
      endLabel: { show: data.series.length > 1, formatter: "{a}", ...text, color: inks[index % inks.length] },
    })),
  }, true);
}

// light-dark() and the like are resolved by the browser; the drawing needs plain colours.
function tone(value) {
  const probe = document.createElement("span");
  probe.style.color = value;
  document.body.append(probe);
  const plain = getComputedStyle(probe).color;
  probe.remove();
  return plain;
}

document.addEventListener("selaras:theme", () => { for (const [place, chart] of drawn) paint(place, chart); });
