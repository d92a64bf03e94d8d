// The time control of a map of circles. Without it the page shows the whole span at once.
(function () {
  "use strict";
  document.querySelectorAll(".frames").forEach(function (box) {
    var data = JSON.parse(box.querySelector("script").textContent);
    var slider = box.querySelector("input");
    var shown = box.querySelectorAll("output");
    var circles = box.querySelectorAll("circle[data-place]");
    var most = box.querySelector(".most");
    function show() {
      var at = Number(slider.value) - data.years[0];
      var ranked = [];
      circles.forEach(function (circle, index) {
        var value = data.circles[index].values[at];
        circle.setAttribute("r", (Math.sqrt(value) * data.radius).toFixed(2));
        if (value) { ranked.push(index); }
      });
      var sum = ranked.reduce(function (total, index) { return total + data.circles[index].values[at]; }, 0);
      shown[0].textContent = slider.value;
      shown[1].textContent = sum.toLocaleString("en");
      most.textContent = String(ranked.length);
    }
    slider.addEventListener("input", show);
    box.hidden = false;
    show();
  });
})();
