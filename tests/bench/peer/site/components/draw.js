// A chart and a table of any figure's rows, from what its columns hold.
import * as Plot from "@observablehq/plot";

const year = (period) => (/^\d{4}-\d{2}/.test(period) ? new Date(period.slice(0, 7)) : new Date(period.slice(0, 4)));

export function chart(figure, rows, width) {
  const of = (format) => figure.columns.find((column) => column.format === format)?.name;
  const [x, y] = [of("period"), of("number")];
  const by = figure.columns.find((column) => column.format === "text" || column.format === "word")?.name;
  if (y && x) {
    const told = rows.filter((row) => row[y] !== "" && row[x]).map((row) => ({...row, [x]: year(row[x]), [y]: +row[y]}));
    return Plot.plot({width, color: {legend: true}, marks: [
      Plot.ruleY([0]),
      Plot.lineY(told, {x, y, stroke: by, z: by}),
      Plot.dot(told, {x, y, stroke: by, tip: true}),
    ]});
  }
  return Plot.plot({width, marginLeft: 200, marks: [
    y ? Plot.barX(rows, {x: (row) => +row[y], y: by ?? "row_id"}) : Plot.barX(rows, Plot.groupY({x: "count"}, {y: by ?? "row_id"})),
  ]});
}

export function table(rows, columns, link = () => null) {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const column of columns) head.appendChild(document.createElement("th")).textContent = column.title ?? column.name;
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const column of columns) {
      const cell = line.insertCell();
      const href = link(row, column);
      const holder = href ? cell.appendChild(document.createElement("a")) : cell;
      if (href) holder.href = href;
      holder.textContent = row[column.name];
    }
  }
  return made;
}

export const columnsOf = (rows) => Object.keys(rows[0] ?? {}).map((name) => ({name}));

export function titled(figures, id, language) {
  const figure = figures.find((each) => each.id === id);
  return {...figure, columns: figure.columns.map((column) => ({...column, title: column.title[language]}))};
}
