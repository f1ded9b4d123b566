"""Reads this release: labels, splits and the files that were labelled.

Standard library alone, Python 3.9 or later. torch, monai and datasets are imported only by the functions that are
named after them.

    import load
    release = load.Release(".", status="releases.status")
    for item in release.items("train"):
        print(item["item"], item["labels"], [f["path"] for f in item["files"]])

A label is None where it is not settled: silence is never an answer. Files that are not there are fetched with
    overread fetch BUNDLE --out FOLDER --purpose "what for"
"""

import csv
import hashlib
import json
import os
import sys

# A mask through a stack stands in one cell of the table of marks.
csv.field_size_limit(2**31 - 1)

# What a spreadsheet would take for a formula has an apostrophe before it in the tables.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _meant(cell):
    bare = cell.lstrip("'")
    return cell[1:] if len(bare) < len(cell) and bare.startswith(_FORMULA) else cell


class Release:
    """A release in a folder.

    folder  where the bundle is; files that were fetched elsewhere: see data.
    status  a signed list of what became of releases (overread release status). Items that it names as withdrawn are
            left out, and a recalled release is refused. Its signature is checked by overread verify, not here.
    data    the folder that holds data/, where that is another.
    """

    def __init__(self, folder=None, status=None, data=None, recalled=False):
        self.folder = os.path.abspath(folder or os.path.dirname(os.path.abspath(__file__)))
        self.data = os.path.abspath(data) if data else self.folder
        with open(self._at("data/retrieval.json"), encoding="utf-8") as text:
            self.about = json.load(text)
        self.withdrawn = set()
        self.words = []
        if status is not None:
            self._standing(status)
        if "recalled" in self.words and not recalled:
            raise ValueError(
                "%s:%s was recalled; pass recalled=True to read it all the same." % (self.about["name"], self.about["version"])
            )

    def _at(self, path):
        return os.path.join(self.folder, *path.split("/"))

    def _rows(self, path):
        if not os.path.exists(self._at(path)):
            return
        with open(self._at(path), encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                yield {name: _meant(cell or "") for name, cell in row.items()}

    def _standing(self, path):
        with open(path, encoding="utf-8") as text:
            lines = text.read().split("\n\n")[0].split("\n")
        if lines[0] != "overread-release-status/1":
            raise ValueError("%s is no list of what became of releases." % path)
        for line in lines[4:]:
            cells = line.split(" ")
            if cells[0] == self.about["release"]:
                self.words = cells[3].split(",")
                self.withdrawn = set(cells[4].split(",")) if len(cells) > 4 else set()
                return
        raise ValueError("%s does not name this release; is it older?" % path)

    def fields(self):
        """The names of the labels, in the order of the protocol."""
        with open(self._at("exports/labels.csv"), encoding="utf-8", newline="") as table:
            return next(csv.reader(table))[3:]

    def items(self, split=None, with_files=False):
        """The items, each a dict: item, subject, split, labels by field, files; sealed where its labels are held back.

        split       train, tuning or test; None for all.
        with_files  leave out items of which a file is not there.
        """
        files = {}
        for row in self._rows("data/files.csv"):
            path = os.path.join(self.data, *row["path"].split("/"))
            files.setdefault(row["item"], []).append(
                {
                    "file": row["file"],
                    "path": path,
                    "media_type": row["media_type"],
                    "size": int(row["size"]),
                    "sha256": row["sha256"],
                    "there": os.path.exists(path),
                }
            )
        fields = self.fields()
        found = []
        for row in self._rows("exports/labels.csv"):
            found.append((row, {f: row[f] or None for f in fields}, False))
        for row in self._rows("sealed/items.csv"):
            found.append((row, {f: None for f in fields}, True))
        for row, labels, sealed in found:
            mine = files.get(row["item"], [])
            if row["item"] in self.withdrawn or (split is not None and row["split"] != split):
                continue
            if with_files and not all(f["there"] for f in mine):
                continue
            yield {
                "item": row["item"],
                "subject": row["subject"],
                "split": row["split"],
                "labels": labels,
                "files": mine,
                "sealed": sealed,
            }

    def marks(self):
        """The released marks by item: rows of labels/consensus/marks.csv."""
        found = {}
        for row in self._rows("labels/consensus/marks.csv"):
            if row["item"] not in self.withdrawn:
                found.setdefault(row["item"], []).append(row)
        return found

    def check(self):
        """Hashes every file that is there; returns the paths of those that are not the ones that were released."""
        wrong = []
        for item in self.items():
            for file in item["files"]:
                if file["there"]:
                    sha = hashlib.sha256()
                    with open(file["path"], "rb") as content:
                        for piece in iter(lambda: content.read(1 << 20), b""):
                            sha.update(piece)
                    if sha.hexdigest() != file["sha256"]:
                        wrong.append(file["path"])
        return wrong

    def rows(self, split=None, with_files=False):
        """The items as flat rows: one column for each label, the paths as a list."""
        for item in self.items(split, with_files):
            row = {"item": item["item"], "subject": item["subject"], "split": item["split"]}
            row.update(item["labels"])
            row["files"] = [f["path"] for f in item["files"]]
            yield row

    def huggingface(self):
        """A datasets.DatasetDict with train, validation (the tuning part) and test."""
        import datasets

        names = {"train": "train", "tuning": "validation", "test": "test"}
        parts = {name: list(self.rows(split)) for split, name in names.items()}
        return datasets.DatasetDict({name: datasets.Dataset.from_list(rows) for name, rows in parts.items() if rows})

    def torch(self, split=None, transform=None):
        """A torch.utils.data.Dataset of items whose files are there; transform takes an item."""
        import torch.utils.data

        found = list(self.items(split, with_files=True))

        class Items(torch.utils.data.Dataset):
            def __len__(self):
                return len(found)

            def __getitem__(self, index):
                return transform(found[index]) if transform else found[index]

        return Items()

    def monai(self, field, split=None, transform=None):
        """A monai.data.Dataset of dicts with image (the paths) and label; items without that label are left out."""
        import monai.data

        return monai.data.Dataset(data=self.monai_list(field, split), transform=transform)

    def monai_list(self, field, split=None):
        """The list that monai.data.Dataset takes."""
        if field not in self.fields():
            raise KeyError("There is no label %s; there are: %s" % (field, ", ".join(self.fields())))
        return [
            {"image": [f["path"] for f in item["files"]], "label": item["labels"][field], "item": item["item"]}
            for item in self.items(split, with_files=True)
            if item["labels"][field] is not None
        ]


if __name__ == "__main__":
    release = Release(status=sys.argv[1] if len(sys.argv) > 1 else None)
    every = list(release.items())
    listed = [f for item in every for f in item["files"]]
    wrong = release.check()
    print(
        json.dumps(
            {
                "items": len(every),
                "fields": release.fields(),
                "splits": {s: sum(1 for i in every if i["split"] == s) for s in ("train", "tuning", "test")},
                "files": len(listed),
                "there": sum(1 for f in listed if f["there"]),
                "wrong": wrong,
                "withdrawn": len(release.withdrawn),
                "sealed": sum(1 for i in every if i["sealed"]),
            },
            indent=1,
        )
    )
    sys.exit(1 if wrong else 0)
