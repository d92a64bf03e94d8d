// The time control of a map of circles. Without it the page shows the whole span at once.
(function () {
  "use strict";
  document.querySelectorAll(".frames").forEach(function (box) {
    var data = JSON.parse(box.querySelector("script").textContent);
    var slider = box.querySelector("input");
    var year = box.querySelector("output");
    var sums = box.querySelectorAll("a.n");
    var circles = box.querySelectorAll("circle[data-place]");
    var origin = sums[0].getAttribute("href").split("#")[0];
    function show() {
      var at = Number(slider.value) - data.years[0].year;
      circles.forEach(function (circle, index) {
        var told = data.circles[index];
        circle.setAttribute("r", (Math.sqrt(told.values[at]) * data.radius).toFixed(2));
        circle.firstElementChild.textContent = told.name + ": " + told.values[at].toLocaleString("en");
      });
      year.textContent = slider.value;
      sums[0].textContent = data.years[at].sum;
      sums[1].textContent = data.years[at].places;
      sums.forEach(function (link) { link.setAttribute("href", origin + "#" + data.years[at].row); });
    }
    slider.addEventListener("input", show);
    box.hidden = false;
    show();
  });
})();
