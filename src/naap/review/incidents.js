// The incident explorer: one choice moves the table, the chart and the map. Without it the page
// shows its table by year. What was chosen stands in the address, so that it can be passed on.
(function () {
  "use strict";
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
        links: { e: claim("province", row[5]), b: claim("province", row[6]) } };
    });
  }

  function districts(set, place) {
    return set.districts.map(function (row) {
      return { m: row[0] * 12, whole: true, p: row[1], q: row[6], t: -1, e: row[2], l: null,
        b: row[3], h: null, links: { e: claim("district", row[4]), b: claim("district", row[5]) } };
    }).filter(function (part) { return lies(part, place); });
  }

  function claim(level, id) {
    return id ? "origins/deaths-by-" + level + ".html#c-" + id : null;
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
      ? data.months[period % 12] + " " + Math.floor(period / 12) : idOf(period, by);
  }

  // Sums. What a part does not tell is not told in the sum of which it is the only one.

  function empty(covered) {
    return { e: 0, l: covered ? 0 : null, b: 0, h: covered ? 0 : null, counted: 0, told: 0 };
  }

  function add(sum, part) {
    sum.e += part.e;
    ["l", "b", "h"].forEach(function (name) {
      if (part[name] === null || sum[name] === null) {
        if (name !== "b") { sum[name] = null; }
      } else { sum[name] += part[name]; }
    });
    sum.counted += 1;
    if (part.b !== null) { sum.told += part.e; }
  }

  function killedOf(sum) { return sum.counted > 0 && sum.told === 0 && sum.e > 0 ? null : sum.b; }

  function sums(list, by, wanted) {
    var found = {}, covered = list.every(function (part) { return part.l !== null; });
    wanted.forEach(function (period) { found[period] = empty(covered); });
    list.forEach(function (part) {
      var period = periodOf(part.m, by);
      if (found[period]) { add(found[period], part); }
    });
    return found;
  }

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

  // Low and high have columns where anything tells them.
  function bounded(list) { return list.some(function (part) { return part.l !== null; }); }

  function killedHeads(bounds) {
    return bounds
      ? [[words.killed + ", " + words.low, true], [words.estimate, true], [words.high, true]]
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
      (only === null ? words.whole_span : nameOf(only, by)) + ", " +
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

  // The pictures.

  function measure() { return state.show === "events" ? "e" : "b"; }

  function chart(by, wanted, found) {
    var holderBox = box.querySelector(".chart-box");
    var width = Math.max(300, holderBox.clientWidth || 620), height = 230;
    var left = 48, bottom = 24, top = 10, name = measure();
    var most = 1;
    wanted.forEach(function (period) {
      var sum = found[period];
      most = Math.max(most, sum[name] || 0, name === "b" && sum.h !== null ? sum.h : 0);
    });
    var step = niceStep(most / 4);
    most = Math.ceil(most / step) * step;
    var svg = drawn("svg", { viewBox: "0 0 " + width + " " + height, role: "img" });
    svg.setAttribute("aria-label", (name === "e" ? words.events : words.killed_best) + ", " + said());
    function y(value) { return top + (height - top - bottom) * (1 - value / most); }
    for (var tick = 0; tick <= most; tick += step) {
      svg.appendChild(drawn("line", { x1: left, x2: width, y1: y(tick), y2: y(tick),
        "class": tick ? "grid" : "base" }));
      svg.appendChild(drawn("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, written(tick)));
    }
    var room = (width - left) / Math.max(1, wanted.length), lastLabel = -100;
    wanted.forEach(function (period, at) {
      var sum = found[period], value = sum[name] || 0, x = left + room * at;
      var here = of && of.period === period;
      var bar = drawn("rect", { x: (x + room * 0.12).toFixed(2), width: Math.max(0.6, room * 0.76).toFixed(2),
        y: y(value).toFixed(2), height: Math.max(0, y(0) - y(value)).toFixed(2),
        "class": "bar" + (here ? " here" : ""), "data-period": idOf(period, by), "data-value": value });
      bar.appendChild(drawn("title", {}, nameOf(period, by) + ": " + written(value)));
      bar.addEventListener("click", function () { choose(period, null); });
      svg.appendChild(bar);
      if (name === "b" && sum.l !== null && sum.h !== null && sum.h > sum.l) {
        svg.appendChild(drawn("line", { x1: x + room / 2, x2: x + room / 2, y1: y(sum.l), y2: y(sum.h), "class": "span" }));
      }
      var year = Math.floor(firstMonth(period, by) / 12), opens = firstMonth(period, by) % 12 === (by === "fiscal-year" ? data.fiscal - 1 : 0);
      if (opens && x - lastLabel > 46) {
        lastLabel = x;
        svg.appendChild(drawn("text", { x: (x + (by === "month" ? 0 : room / 2)).toFixed(1), y: height - 6,
          "text-anchor": by === "month" ? "start" : "middle" }, String(year)));
      }
    });
    holderBox.textContent = "";
    holderBox.appendChild(svg);
  }

  function niceStep(rough) {
    var power = Math.pow(10, Math.floor(Math.log(Math.max(rough, 1)) / Math.LN10));
    var times = rough / power;
    return Math.max(1, power * (times > 5 ? 10 : times > 2 ? 5 : times > 1 ? 2 : 1));
  }

  function map(by, wanted, list) {
    var name = measure(), set = chosenSet(), inside = {};
    var svg = drawn("svg", { viewBox: "0 0 " + data.width + " " + data.height, role: "img" });
    svg.setAttribute("aria-label", words.map_of + " " + said());
    wanted.forEach(function (period) { inside[period] = true; });
    var source = set.id !== "totals" ? parts(-1)
      : state.type === "" ? districts(set, -1) : provinces(set, -1, Number(state.type));
    var place = placeNumber(state.place);
    var sumsAt = data.places.map(function () { return empty(false); });
    var sumsHere = data.places.map(function () { return empty(false); });
    source.forEach(function (part) {
      if (part.p < 0 || (part.whole ? !inYears(part) : !inside[periodOf(part.m, by)])) { return; }
      add(sumsAt[part.p], part);
      if (lies(part, place)) { add(sumsHere[part.p], part); }
    });
    var most = Math.max.apply(null, sumsAt.map(function (sum) { return sum[name] || 0; }).concat([1]));
    data.places.forEach(function (each) {
      if (each[3] !== null && each[2] >= 0) {
        svg.appendChild(drawn("circle", { cx: each[3], cy: each[4], r: 1.4, "class": "dot" }));
      }
    });
    sumsAt.map(function (sum, at) { return [sumsHere[at][name] || sum[name] || 0, at]; })
      .filter(function (pair) { return pair[0] > 0 && data.places[pair[1]][3] !== null; })
      .sort(function (one, other) { return other[0] - one[0] || one[1] - other[1]; })
      .forEach(function (pair) {
        var each = data.places[pair[1]], province = each[2] < 0;
        var circle = drawn("circle", { cx: each[3], cy: each[4], r: (26 * Math.sqrt(pair[0] / most)).toFixed(2),
          "class": "value" + (sumsHere[pair[1]][name] > 0 ? "" : " away") +
            (province && set.id !== "totals" ? " known-less" : ""),
          "data-place": each[0], "data-value": pair[0] });
        circle.appendChild(drawn("title", {}, each[1] + ": " + written(pair[0])));
        circle.addEventListener("click", function () { set_({ place: each[0] }); });
        svg.appendChild(circle);
      });
    var holderBox = box.querySelector(".map-box");
    var size = 12 * data.width / Math.max(260, holderBox.clientWidth || data.width);
    // The names of provinces, to read the map by, where there is room; first the place chosen.
    var taken = [];
    data.places.map(function (each, at) { return at; })
      .filter(function (at) {
        var each = data.places[at];
        return each[3] !== null && (at === place || size < 20 && each[2] < 0 && !each[5]);
      })
      .sort(function (one, other) { return (other === place) - (one === place) || one - other; })
      .forEach(function (at) {
        var each = data.places[at], half = each[1].length * size * 0.29;
        var high = at === place ? Math.max(14, each[4] - 30) : each[4];
        var middle = Math.min(data.width - half, Math.max(half, each[3]));
        var free = taken.every(function (other) {
          return Math.abs(other.y - high) > size * 1.2 || Math.abs(other.x - middle) > other.half + half;
        });
        if (!free) { return; }
        taken.push({ x: middle, y: high, half: half });
        svg.appendChild(drawn("text", { x: middle.toFixed(1), y: high, "font-size": size.toFixed(1),
          "class": at === place ? "said-there" : "named", "text-anchor": "middle" }, each[1]));
      });
    holderBox.textContent = "";
    holderBox.appendChild(svg);
  }

  // What was chosen.

  function said() {
    var place = placeNumber(state.place), set = chosenSet();
    var told = [place < 0 ? words.all_places : data.places[place][1]];
    if (set.families.length) { told.push(set.families[Number(state.family || 0)][1]); }
    told.push(state.type === "" ? words.all_types.toLowerCase() : set.types[Number(state.type)][1]);
    if (state.org !== "") { told.push(set.organisations[Number(state.org)][1]); }
    told.push(state.from + " " + words.to + " " + state.to);
    return told.join(", ");
  }

  function draw() {
    var place = placeNumber(state.place), by = unit(), list = parts(place), wanted = periods(by);
    var found = sums(list, by, wanted), total = empty(list.length > 0);
    wanted.forEach(function (period) {
      var sum = found[period];
      if (sum.counted) { add(total, { e: sum.e, l: sum.l, b: killedOf(sum), h: sum.h }); }
    });
    if (of && of.period !== null && wanted.indexOf(of.period) < 0) { of = null; }
    box.classList.toggle("unasked", !of);
    var summary = box.querySelector(".summary");
    summary.textContent = said() + ": ";
    var open = function () { choose(null, null); };
    summary.appendChild(number(total.e, null, open));
    summary.appendChild(document.createTextNode(" " + words.events.toLowerCase() + ", "));
    summary.appendChild(number(total.b, null, open));
    summary.appendChild(document.createTextNode(" " + words.killed_best.toLowerCase()));
    if (total.l !== null && total.e > 0) {
      summary.appendChild(document.createTextNode(" (" + words.low + " "));
      summary.appendChild(number(total.l, null, open));
      summary.appendChild(document.createTextNode(", " + words.high + " "));
      summary.appendChild(number(total.h, null, open));
      summary.appendChild(document.createTextNode(")"));
    }
    box.querySelector(".limits").textContent = limits(total);
    var pictures = box.querySelector(".pictures");
    pictures.hidden = false;
    put("chart", document.createTextNode((state.show === "events" ? words.events : words.killed_best) + ". " + words.chart_of));
    put("map", document.createTextNode(words.map_of));
    chart(by, wanted, found);
    map(by, wanted, list);
    showTimes(list, by, wanted, found);
    showPlaces(by, wanted, byPlace(list, by, wanted));
    showParts(list, by, wanted);
  }

  function limits(total) {
    var told = [];
    if (chosenSet().id === "totals") {
      if (onlyYears()) { told.push(words.only_years); }
      if (state.place !== "" && !onlyYears() && state.type === "") { told.push(words.by_year_start); }
      if (total.l === null || state.place !== "" || state.type !== "") { told.push(words.no_low_high); }
      if (state.type !== "" && state.place === "") { told.push(words.no_type_here); }
    }
    if (total.e === 0) { told.unshift(words.nothing); }
    return told.join(" ");
  }

  // The controls and the address.

  function option(select, value, text) { select.appendChild(element("option", { value: value }, text)); }

  function fill() {
    var set = chosenSet(), place = fields.place, group = null;
    Object.keys(fields).forEach(function (name) { fields[name].textContent = ""; });
    data.sets.forEach(function (each) { option(fields.set, each.id, each.name); });
    option(place, "", words.all_places);
    data.places.forEach(function (each) {
      if (each[2] < 0) {
        group = element("optgroup", { label: each[1] });
        place.appendChild(group);
        group.appendChild(element("option", { value: each[0] }, each[1]));
      } else if (group) {
        group.appendChild(element("option", { value: each[0] }, "\u00a0\u00a0" + each[1]));
      }
    });
    option(fields.type, "", words.all_types);
    set.types.forEach(function (each, at) { option(fields.type, String(at), each[1]); });
    set.families.forEach(function (each, at) { option(fields.family, String(at), each[1]); });
    option(fields.org, "", words.all_organisations);
    set.organisations.forEach(function (each, at) { option(fields.org, String(at), each[1]); });
    for (var year = set.first; year <= set.last; year += 1) {
      option(fields.from, String(year), String(year));
      option(fields.to, String(year), String(year));
    }
    UNITS.forEach(function (each) { option(fields.by, each, words[each.replace("-", "_")]); });
    option(fields.show, "killed", words.killed_best);
    option(fields.show, "events", words.events);
    shown("set", data.sets.length > 1);
    shown("family", set.families.length > 1);
    shown("org", set.organisations.length > 0);
  }

  function shown(name, yes) { box.querySelector("label[data-of='" + name + "']").hidden = !yes; }

  function usual() {
    var set = chosenSet();
    return { set: data.sets[0].id, place: "", type: "", family: "", org: "", from: String(set.first),
      to: String(set.last), by: "year", show: "killed" };
  }

  function hashWith(changed) {
    var wanted = {}, base = usual();
    Object.keys(base).forEach(function (name) {
      var value = changed[name] === undefined ? state[name] : changed[name];
      if (value !== base[name] || name === "place" && changed.place) { wanted[name] = value; }
    });
    var told = Object.keys(wanted).map(function (name) { return name + "=" + encodeURIComponent(wanted[name]); });
    return told.length ? told.join("&") : "all=yes";
  }

  function fromHash() {
    var told = {}, given = location.hash.replace(/^#/, "");
    if (given.indexOf("=") < 0) { return null; }
    given.split("&").forEach(function (pair) {
      var at = pair.indexOf("=");
      try { told[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1)); } catch (error) { return; }
    });
    return told;
  }

  function take(told) {
    state.set = data.sets.some(function (each) { return each.id === told.set; }) ? told.set : data.sets[0].id;
    fill();
    var base = usual();
    Object.keys(base).forEach(function (name) {
      if (name === "set") { return; }
      var value = told[name] === undefined ? base[name] : told[name];
      var known = Array.prototype.some.call(fields[name].options, function (each) { return each.value === value; });
      state[name] = known ? value : base[name];
    });
    if (Number(state.from) > Number(state.to)) { state.to = state.from; }
    var years = onlyYears();
    if (years) { state.type = ""; state.by = "year"; }
    fields.type.disabled = years;
    fields.by.disabled = years;
    Object.keys(fields).forEach(function (name) { fields[name].value = state[name]; });
    if (chosenSet().families.length === 1) { fields.family.value = "0"; }
  }

  function set_(changed) {
    var told = {};
    Object.keys(state).forEach(function (name) { told[name] = state[name]; });
    Object.keys(changed).forEach(function (name) { told[name] = changed[name]; });
    if (changed.set !== undefined && changed.set !== state.set) { told = { set: changed.set }; }
    if (changed.from !== undefined && Number(told.from) > Number(told.to)) { told.to = told.from; }
    if (changed.to !== undefined && Number(told.from) > Number(told.to)) { told.from = told.to; }
    of = null;
    take(told);
    var hash = "#" + hashWith({});
    try { history.replaceState(null, "", hash); } catch (error) { location.hash = hash; }
    draw();
  }

  Object.keys(fields).forEach(function (name) {
    fields[name].addEventListener("change", function () {
      var changed = {};
      changed[name] = fields[name].value;
      set_(changed);
    });
  });
  box.querySelector("button[name='reset']").addEventListener("click", function () {
    of = null;
    take({ set: state.set });
    try { history.replaceState(null, "", "#all=yes"); } catch (error) { location.hash = "#all=yes"; }
    draw();
  });
  window.addEventListener("hashchange", function () {
    var told = fromHash();
    if (told) { of = null; take(told); draw(); }
  });
  window.addEventListener("resize", function () { draw(); });
  take(fromHash() || {});
  box.hidden = false;
  document.querySelector(".still").hidden = true;
  draw();
})();
