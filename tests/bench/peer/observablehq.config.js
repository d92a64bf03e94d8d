// The pages are one a point, a figure and an origin in each language, as paths.json lists them.
import {readFileSync} from "node:fs";

export default {
  root: "site",
  title: "Review of the plan",
  dynamicPaths: JSON.parse(readFileSync("paths.json", "utf8")),
  search: false,
};
