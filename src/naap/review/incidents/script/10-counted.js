// The incident explorer: one choice moves the table, the chart and the map. Without it the page
// shows its table by year. What was chosen stands in the address, so that it can be passed on.
var holder = document.getElementById("incidents-data");
var box = document.querySelector(".explorer");
if (!holder || !box) { return; }
var data = JSON.parse(holder.textContent);
var words = data.words;
var root = box.getAttribute("data-root") || "";
var UNITS = ["month", "half-year", "year", "fiscal-year"];
var MOST_PARTS = 250;
var fields = {};
box.querySelectorAll("select").forEach(function (select) { fields[select.name] = select; });
var namespace = box.querySelector("svg").namespaceURI;
var state = {};
var of = null;

// What is counted.

function chosenSet() {
  return data.sets.filter(function (each) { return each.id === state.set; })[0] || data.sets[0];
}

function placeNumber(id) {
  for (var at = 0; at < data.places.length; at += 1) {
    if (data.places[at][0] === id) { return at; }
  }
  return -1;
}

function isDistrict(place) { return place >= 0 && data.places[place][2] >= 0; }

// A part lies in a place by the province of its own time, not by that of today.
function lies(part, inside) { return inside < 0 || part.p === inside || part.q === inside; }

// A part is the smallest thing that has an origin of its own: {m: month, whole: a year that is
// known as a whole, p: place, q: the province that it lay in, t: type, e: events, l, b, h:
// killed, links}.
function parts(place) {
  var set = chosenSet(), type = state.type === "" ? -1 : Number(state.type);
  if (set.id === "totals") { return ofTotals(set, place, type); }
  var family = state.family === "" ? 0 : Number(state.family);
  var org = state.org === "" ? -1 : Number(state.org);
  return set.cells.filter(function (cell) {
    return (type < 0 || cell[2] === type) && cell[3] === family &&
      (org < 0 || cell[8].indexOf(org) >= 0);
  }).map(function (cell) {
    var link = "origins/incidents.html#" + cell[9];
    return { m: cell[0], p: cell[1], q: cell[10], t: cell[2], e: cell[4], l: cell[5], b: cell[6],
      h: cell[7], links: { e: link, l: link, b: link, h: link } };
  }).filter(function (part) { return lies(part, place); });
}

function ofTotals(set, place, type) {
  if (isDistrict(place)) { return districts(set, place); }
  if (place < 0 && type < 0) {
    return set.country.map(function (row) {
      var link = "origins/deaths-by-month.html#r-" + isoMonth(row[0]);
      return { m: row[0], p: -1, q: -1, t: -1, e: row[1], l: row[2], b: row[3], h: row[4],
        links: { e: link, l: link, b: link, h: link } };
    });
  }
  return provinces(set, place, type);
}

function provinces(set, place, type) {
  return set.provinces.filter(function (row) {
    return (place < 0 || row[1] === place) && (type < 0 || row[2] === type);
  }).map(function (row) {
    return { m: row[0], p: row[1], q: row[1], t: row[2], e: row[3], l: null, b: row[4], h: null,
      links: { e: claim(set, row[5]), b: claim(set, row[6]) } };
  });
}

function districts(set, place) {
  return set.districts.map(function (row) {
    return { m: row[0] * 12, whole: true, p: row[1], q: row[6], t: -1, e: row[2], l: null,
      b: row[3], h: null, links: { e: claim(set, row[4]), b: claim(set, row[5]) } };
  }).filter(function (part) { return lies(part, place); });
}

function claim(set, said) {
  var at = said.indexOf(":");
  return said ? set.pages[Number(said.slice(0, at))] + "#c-" + said.slice(at + 1) : null;
}

// Time.

function unit() { return onlyYears() ? "year" : state.by; }

function onlyYears() {
  return chosenSet().id === "totals" && isDistrict(placeNumber(state.place));
}

function aYear(by) { return by === "month" ? 12 : by === "half-year" ? 2 : 1; }

function periodOf(month, by) {
  if (by === "month") { return month; }
  if (by === "half-year") { return Math.floor(month / 6); }
  return Math.floor((by === "year" ? month : month - data.fiscal + 1) / 12);
}

function firstMonth(period, by) {
  if (by === "month") { return period; }
  if (by === "half-year") { return period * 6; }
  return period * 12 + (by === "year" ? 0 : data.fiscal - 1);
}

function periods(by) {
  var low = Number(state.from) * 12, high = Number(state.to) * 12 + 11, found = [];
  var length = 12 / aYear(by);
  for (var at = periodOf(low, by); at <= periodOf(high, by); at += 1) {
    if (firstMonth(at, by) >= low && firstMonth(at, by) + length - 1 <= high) { found.push(at); }
  }
  return found;
}

function two(number) { return (number < 10 ? "0" : "") + number; }

function isoMonth(month) { return Math.floor(month / 12) + "-" + two(month % 12 + 1); }

function idOf(period, by) {
  if (by === "month") { return isoMonth(period); }
  if (by === "half-year") { return Math.floor(period / 2) + "-H" + (period % 2 + 1); }
  return by === "year" ? String(period) : "FY" + period + "-" + two((period + 1) % 100);
}

function nameOf(period, by) {
  return by === "month"
    ? data.months[period % 12] + " " + Math.floor(period / 12)
    : data.called[idOf(period, by)] || idOf(period, by);
}

// Sums. What a part does not tell is not told in the sum of which it is the only one.

function empty(covered) {
  return { e: 0, l: covered ? 0 : null, b: 0, h: covered ? 0 : null, counted: 0, told: 0 };
}

function add(sum, part) {
  sum.e += part.e;
  if (part.b !== null) {
    sum.b += part.b;
    ["l", "h"].forEach(function (name) {
      sum[name] = part[name] === null || sum[name] === null ? null : sum[name] + part[name];
    });
  }
  sum.counted += 1;
  if (part.b !== null) { sum.told += part.e; }
}

function killedOf(sum) { return sum.counted > 0 && sum.told === 0 && sum.e > 0 ? null : sum.b; }

function sums(list, by, wanted) {
  var found = {}, covered = bounded(list);
  wanted.forEach(function (period) { found[period] = empty(covered); });
  list.forEach(function (part) {
    var period = periodOf(part.m, by);
    if (found[period]) { add(found[period], part); }
  });
  return found;
}
