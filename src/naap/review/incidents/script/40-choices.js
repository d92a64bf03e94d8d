// What was chosen.

function said() {
  var place = placeNumber(state.place), set = chosenSet();
  var told = [place < 0 ? words.all_places : data.places[place][1]];
  if (set.families.length) { told.push(set.families[Number(state.family || 0)][1]); }
  told.push(state.type === "" ? words.all_types.toLowerCase() : set.types[Number(state.type)][1]);
  if (state.org !== "") { told.push(set.organisations[Number(state.org)][1]); }
  told.push(state.from === state.to ? state.from : state.from + " " + words.to + " " + state.to);
  return told.join(words.comma);
}

function draw() {
  var place = placeNumber(state.place), by = unit(), list = parts(place), wanted = periods(by);
  var found = sums(list, by, wanted), total = empty(bounded(list));
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
  summary.appendChild(document.createTextNode(" " + words.events.toLowerCase() + words.comma));
  summary.appendChild(number(total.b, null, open));
  summary.appendChild(document.createTextNode(" " + words.killed_best.toLowerCase()));
  if (total.l !== null && total.e > 0) {
    summary.appendChild(document.createTextNode(" (" + words.low + " "));
    summary.appendChild(number(total.l, null, open));
    summary.appendChild(document.createTextNode(words.comma + words.high + " "));
    summary.appendChild(number(total.h, null, open));
    summary.appendChild(document.createTextNode(")"));
  }
  box.querySelector(".limits").textContent = limits(total);
  var pictures = box.querySelector(".pictures");
  pictures.hidden = false;
  var counted = state.show === "events" ? words.events : words.killed_best;
  put("chart", document.createTextNode(counted + words.full_stop + " " + words.chart_of));
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
