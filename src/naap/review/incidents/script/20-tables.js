// Writing.

function element(tag, attributes, text) {
  var made = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
  if (text !== undefined) { made.textContent = text; }
  return made;
}

function drawn(tag, attributes, text) {
  var made = document.createElementNS(namespace, tag);
  Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
  if (text !== undefined) { made.textContent = text; }
  return made;
}

function written(value) { return value.toLocaleString("en"); }

function none() { return element("span", { "class": "none" }, words.not_told); }

function number(value, href, onclick, text) {
  if (value === null || value === undefined) { return none(); }
  var said = text === undefined ? written(value) : text;
  if (!href && !onclick) { return document.createTextNode(said); }
  var link = element("a", { "class": "n", href: onclick ? "#behind" : root + href }, said);
  if (onclick) {
    link.addEventListener("click", function (event) { event.preventDefault(); onclick(); });
  }
  return link;
}

function table(heads, caption) {
  var made = element("table"), row = element("tr"), head = element("thead");
  made.appendChild(element("caption", { "class": "hidden" }, caption));
  heads.forEach(function (each) {
    row.appendChild(element("th", each[1] ? { scope: "col", "class": "r" } : { scope: "col" }, each[0]));
  });
  head.appendChild(row);
  made.appendChild(head);
  made.appendChild(element("tbody"));
  return made;
}

// Low and high have columns where everything that tells of the killed tells them.
function bounded(list) {
  return list.every(function (part) { return part.b === null || part.l !== null; });
}

function killedHeads(bounds) {
  return bounds
    ? [[words.killed + words.comma + words.low, true], [words.estimate, true], [words.high, true]]
    : [[words.killed_best, true]];
}

function put(name, node) {
  var place = box.querySelector("[data-of='" + name + "']");
  place.textContent = "";
  place.appendChild(node);
}

function cell(row, node, isNumber) {
  var made = element("td", isNumber ? { "class": "r" } : {});
  made.appendChild(typeof node === "string" ? document.createTextNode(node) : node);
  row.appendChild(made);
}

// A sum has an origin of its own where the page of origin has it; else its parts are shown.
function originOf(period, by) {
  var set = chosenSet();
  if (state.place !== "" || state.type !== "" || state.org !== "") { return null; }
  if (set.id === "totals") {
    if (by === "month") { return "origins/deaths-by-month.html#r-" + idOf(period, by); }
    return set.periods.indexOf(idOf(period, by)) >= 0
      ? "origins/violence-by-period.html#r-" + idOf(period, by) : null;
  }
  var family = set.families[Number(state.family || 0)][0];
  return by === "year" && set.years[family + "-" + period]
    ? "origins/incidents.html#" + set.years[family + "-" + period] : null;
}

function showTimes(list, by, wanted, found) {
  var bounds = bounded(list);
  var made = table([[words.period, false], [words.events, true]].concat(
    killedHeads(bounds), [[words.per_event, true], [words.change, true]]), words.period);
  var body = made.lastChild, before = sumsBefore(list, by, wanted);
  wanted.forEach(function (period) {
    var sum = found[period], row = element("tr");
    var origin = originOf(period, by);
    var open = origin ? null : function () { choose(period, null); };
    if (of && of.period === period) { row.setAttribute("class", "here"); }
    row.appendChild(element("th", { scope: "row" }, nameOf(period, by)));
    cell(row, number(sum.e, origin, open), true);
    if (bounds) { cell(row, number(sum.l, origin, open), true); }
    cell(row, number(killedOf(sum), origin, open), true);
    if (bounds) { cell(row, number(sum.h, origin, open), true); }
    var each = sum.told > 0 ? sum.b / sum.told : null;
    cell(row, number(each, origin, open, each === null ? "" : each.toFixed(1)), true);
    var past = before[period - aYear(by)], now = killedOf(sum);
    var change = past === undefined || past === null || now === null ? null : now - past;
    cell(row, number(change, origin, open, change > 0 ? "+" + written(change) : String(written(change || 0)).replace("-", "\u2212")), true);
    body.appendChild(row);
  });
  put("times", made);
}

// The same period of the year before may lie before the years that were chosen.
function sumsBefore(list, by, wanted) {
  var found = {}, set = chosenSet(), back = aYear(by);
  wanted.forEach(function (period) {
    var past = period - back;
    if (firstMonth(past, by) >= set.first * 12) { found[past] = empty(false); }
  });
  list.forEach(function (part) {
    var period = periodOf(part.m, by);
    if (found[period]) { add(found[period], part); }
  });
  Object.keys(found).forEach(function (period) { found[period] = killedOf(found[period]); });
  return found;
}

// By place: the provinces in their geographic order, or the districts of the one that was chosen.
function byPlace(list, by, wanted) {
  var place = placeNumber(state.place), set = chosenSet(), inside = {}, source = list;
  wanted.forEach(function (period) { inside[period] = true; });
  if (set.id === "totals") {
    if (place < 0) { source = provinces(set, -1, state.type === "" ? -1 : Number(state.type)); }
    else if (state.type === "" && by !== "fiscal-year") { source = districts(set, place); }
  }
  var rows = data.places.map(function () { return empty(false); }), rest = empty(false);
  var whole = empty(false), known = empty(false);
  source.forEach(function (part) {
    if (!inside[periodOf(part.m, part.whole ? "year" : by)] && !part.whole) { return; }
    if (part.whole && (part.m / 12 < Number(state.from) || part.m / 12 > Number(state.to))) { return; }
    var at = place < 0 ? part.q : part.p;
    if (at < 0) { add(rest, part); } else { add(rows[at], part); add(known, part); }
  });
  list.forEach(function (part) { if (inside[periodOf(part.m, by)]) { add(whole, part); } });
  return { rows: rows, rest: { e: whole.e - known.e, b: whole.b - known.b }, place: place };
}

function showPlaces(by, wanted, found) {
  var district = found.place >= 0;
  var made = table([
    [district ? words.place : words.province, false], [words.events, true],
    [words.killed_best, true],
  ], words.place);
  var body = made.lastChild;
  found.rows.forEach(function (sum, at) {
    if (district ? sum.e === 0 : data.places[at][2] >= 0) { return; }
    var row = element("tr"), head = element("th", { scope: "row" });
    var link = element("a", { href: "#" + hashWith({ place: data.places[at][0] }) }, data.places[at][1]);
    head.appendChild(link);
    row.appendChild(head);
    var open = function () { choose(null, at); };
    cell(row, number(sum.e, null, open), true);
    cell(row, number(killedOf(sum), null, open), true);
    body.appendChild(row);
  });
  if (found.rest.e > 0 && !isDistrict(found.place)) {
    var last = element("tr");
    last.appendChild(element("th", { scope: "row" }, words.not_placed));
    var all = function () { choose(null, null); };
    cell(last, number(found.rest.e, null, all), true);
    cell(last, number(found.rest.b, null, all), true);
    body.appendChild(last);
  }
  put("places", made);
}

function showParts(list, by, wanted) {
  var place = of && of.place !== null ? of.place : placeNumber(state.place);
  var source = of && of.place !== null ? partsAt(of.place) : list;
  var inside = {}, shown = 0, more = false;
  wanted.forEach(function (period) { inside[period] = true; });
  var only = of && of.period !== null ? of.period : null;
  put("behind", document.createTextNode(words.parts_of + ": " +
    (only === null ? words.whole_span : nameOf(only, by)) + words.comma +
    (place < 0 ? words.all_places : data.places[place][1])));
  var bounds = bounded(source);
  var made = table([[words.period, false], [words.place, false], [words.type, false],
    [words.events, true]].concat(killedHeads(bounds)), words.sum_of);
  var body = made.lastChild, types = chosenSet().types;
  source.forEach(function (part) {
    var period = periodOf(part.m, by);
    if (part.whole && by !== "year" ? !inYears(part) : !inside[period]) { return; }
    if (only !== null && period !== only) { return; }
    if (shown >= MOST_PARTS) { more = true; return; }
    shown += 1;
    var row = element("tr");
    row.appendChild(element("th", { scope: "row" },
      part.whole ? String(part.m / 12) : nameOf(part.m, "month")));
    cell(row, part.p < 0 ? words.all_places : data.places[part.p][1]);
    cell(row, part.t < 0 ? words.all_types : types[part.t][1]);
    (bounds ? ["e", "l", "b", "h"] : ["e", "b"]).forEach(function (name) {
      cell(row, number(part[name], part.links[name]), true);
    });
    body.appendChild(row);
  });
  if (more) {
    var note = element("tr");
    note.appendChild(element("td", { colspan: bounds ? "7" : "5" }, words.more_parts));
    body.appendChild(note);
  }
  put("parts", made);
}

function inYears(part) {
  return part.m / 12 >= Number(state.from) && part.m / 12 <= Number(state.to);
}

function partsAt(place) {
  var set = chosenSet();
  if (set.id === "totals" && !isDistrict(place)) {
    return provinces(set, place, state.type === "" ? -1 : Number(state.type));
  }
  return parts(place);
}

function choose(period, place) {
  of = { period: period, place: place };
  draw();
  var heading = document.getElementById("behind");
  heading.focus();
  heading.scrollIntoView();
}
