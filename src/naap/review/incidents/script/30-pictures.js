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
  svg.setAttribute("aria-label", (name === "e" ? words.events : words.killed_best) + words.comma + said());
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
