// The search of the documents. A site that was unpacked is opened from a file, and a browser lets no
// page read another file: so the index comes as a script, and nothing is fetched.
(function () {
  "use strict";

  var MOST = 30; // results
  var AROUND = 90; // letters before and behind the word that was found

  function load(name, then) {
    var script = document.createElement("script");
    script.src = base_url.replace(/\/?$/, "/") + "search/" + name;
    script.onload = then;
    document.head.appendChild(script);
  }

  function asked() {
    return new URLSearchParams(window.location.search).get("q") || "";
  }

  function around(text, words) {
    var place = text.toLowerCase().indexOf(words.toLowerCase().split(/\s+/)[0]);
    var from = Math.max(0, place - AROUND);
    var before = from > 0 ? "… " : "";
    return before + text.slice(from, from + 2 * AROUND) + (text.length > from + 2 * AROUND ? " …" : "");
  }

  function result(page, words) {
    var article = document.createElement("article");
    var link = document.createElement("a");
    link.href = base_url.replace(/\/?$/, "/") + page.location;
    link.textContent = page.title;
    var said = document.createElement("p");
    said.textContent = around(page.text, words);
    article.appendChild(document.createElement("h3")).appendChild(link);
    article.appendChild(said);
    return article;
  }

  function begin() {
    var field = document.getElementById("mkdocs-search-query");
    var shown = document.getElementById("mkdocs-search-results");
    if (!field || !shown) {
      return;
    }
    var pages = new Map();
    var index = lunr(function () {
      // Words as they are written, the frequent ones too: what is typed is looked for as a beginning.
      this.pipeline.reset();
      this.pipeline.add(lunr.trimmer);
      this.searchPipeline.reset();
      this.ref("location");
      this.field("title", { boost: 10 });
      this.field("text");
      searchIndex.docs.forEach(function (page) {
        pages.set(page.location, page);
        this.add(page);
      }, this);
    });

    function find() {
      var words = field.value.trim();
      var found = [];
      if (words.length > 1) {
        // Every word must be there, and the last may not be typed to its end yet.
        found = index.query(function (query) {
          words.toLowerCase().split(/\s+/).forEach(function (word) {
            query.term(word, { presence: lunr.Query.presence.REQUIRED, wildcard: lunr.Query.wildcard.TRAILING });
          });
        });
      }
      shown.textContent = "";
      found.slice(0, MOST).forEach(function (each) {
        shown.appendChild(result(pages.get(each.ref), words));
      });
      if (!found.length && words) {
        shown.appendChild(document.createElement("p")).textContent = "Nothing is found.";
      }
    }

    field.addEventListener("input", find);
    field.value = asked();
    find();
  }

  load("lunr.js", function () {
    load("search_index.js", begin);
  });
})();
