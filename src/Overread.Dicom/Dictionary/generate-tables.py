#!/usr/bin/env python3
"""Writes the tables of the standard that the libraries embed.

usage: generate-tables.py STANDARDS_FOLDER     (holding dicom-dictionary.tsv, dicom-ps3.15-e1.1.tsv, ...)

Only facts are taken (tag, keyword, VR, VM, retired; action codes; UIDs); the edition goes into the first line.
Run it again when a new edition of the source tables arrives, and read the diff.
"""
import csv
import pathlib
import re
import sys

EDITION = "2024e"
source = pathlib.Path(sys.argv[1])
root = pathlib.Path(__file__).resolve().parent.parent.parent
dicom = root / "Overread.Dicom" / "Dictionary"
profiles = root / "Overread.Dicom" / "Deidentify" / "Profiles"


def rows(name, delimiter="\t"):
    with open(source / name, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def write(path, columns, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# edition {EDITION}; columns: {' '.join(columns)}; written by generate-tables.py\n")
        for line in lines:
            file.write("\t".join(line) + "\n")


def tag_of(text):
    return re.sub(r"[(),]", "", text).upper().replace("X", "x") if text.startswith("(") else text


# The element dictionary, PS3.6 (and the file meta elements, which the source table leaves out).
META = [
    ("00020000", "FileMetaInformationGroupLength", "UL", "1"),
    ("00020001", "FileMetaInformationVersion", "OB", "1"),
    ("00020002", "MediaStorageSOPClassUID", "UI", "1"),
    ("00020003", "MediaStorageSOPInstanceUID", "UI", "1"),
    ("00020010", "TransferSyntaxUID", "UI", "1"),
    ("00020012", "ImplementationClassUID", "UI", "1"),
    ("00020013", "ImplementationVersionName", "SH", "1"),
    ("00020016", "SourceApplicationEntityTitle", "AE", "1"),
    ("00020017", "SendingApplicationEntityTitle", "AE", "1"),
    ("00020018", "ReceivingApplicationEntityTitle", "AE", "1"),
    ("00020026", "SourcePresentationAddress", "UR", "1"),
    ("00020027", "SendingPresentationAddress", "UR", "1"),
    ("00020028", "ReceivingPresentationAddress", "UR", "1"),
    ("00020031", "RTVMetaInformationVersion", "OB", "1"),
    ("00020032", "RTVCommunicationSOPClassUID", "UI", "1"),
    ("00020033", "RTVCommunicationSOPInstanceUID", "UI", "1"),
    ("00020035", "RTVSourceIdentifier", "OB", "1"),
    ("00020036", "RTVFlowIdentifier", "OB", "1"),
    ("00020037", "RTVFlowRTPSamplingRate", "UL", "1"),
    ("00020038", "RTVFlowActualFrameDuration", "FD", "1"),
    ("00020100", "PrivateInformationCreatorUID", "UI", "1"),
    ("00020102", "PrivateInformation", "OB", "1"),
]
seen = {}
for tag, keyword, vr, vm in META:
    seen[tag] = [tag, keyword, vr, vm, ""]
for row in rows("dicom-dictionary.tsv"):
    tag = tag_of(row["tag"])
    if not row["keyword"] or len(tag) != 8:
        continue
    vr = row["vr"].replace(" or ", "/")
    if vr.startswith("See"):
        vr = ""
    seen.setdefault(tag, [tag, row["keyword"], vr, row["vm"], "R" if row["retired"] == "Y" else ""])
write(dicom / "elements.tsv", ["tag", "keyword", "vr", "vm", "retired"], sorted(seen.values()))

write(
    dicom / "sop-classes.tsv",
    ["uid", "name", "iod"],
    sorted([r["uid"], r["name"], r["iod"]] for r in rows("dicom-sop-classes.tsv")),
)

# PS3.15 Table E.1-1. One column per option, in the order of the standard's columns.
OPTIONS = [
    "rtnSafePrivOpt", "rtnUIDsOpt", "rtnDevIdOpt", "rtnInstIdOpt", "rtnPatCharsOpt", "rtnLongFullDatesOpt",
    "rtnLongModifDatesOpt", "cleanDescOpt", "cleanStructContOpt", "cleanGraphOpt",
]
lines = []
for row in rows("dicom-ps3.15-e1.1.tsv"):
    tag = tag_of(row["tag"].strip())
    if not re.fullmatch(r"[0-9A-Fx]{8}|ggggeeee.*|.*", tag) or not row["basicProfile"]:
        print("skipped:", row["tag"], row["name"][:40].split("\n")[0], file=sys.stderr)
        continue
    if len(tag) != 8:
        tag = "private"
    lines.append([tag, row["basicProfile"].strip()] + [(row[o] or "").strip() for o in OPTIONS])
write(profiles / "ps3.15-2024e.tsv", ["tag", "basic"] + OPTIONS, sorted(lines))

# TCIA's private elements that may stay ('k'), that hold identifiers ('h') or dates ('o'): the path of sequences around
# the element, then group, creator and the last two digits; a creator is compared without case.
STEP = re.compile(r'\(([0-9a-fA-F]{4}),(?:"*([^"\[\]<>]*?)"*,)?([0-9a-fA-F]{2,4})"*\)')
safe = {}
for row in rows("tcia-private-tags-2024-02.csv", ","):
    disposition = row["private_disposition"].strip().lower()
    if disposition not in ("k", "h", "o"):
        continue
    steps = []
    for group, creator, element in STEP.findall(row["element_sig_pattern"]):
        if creator:
            steps.append(f"{group.upper()},{creator.strip().upper()},{element[-2:].upper()}")
        else:
            steps.append(f"{group}{element}".upper())
    if steps and "," in steps[-1]:
        safe.setdefault("/".join(steps), (disposition, row["vr"].strip()))
write(
    profiles / "safe-private.tsv",
    ["signature", "disposition", "vr"],
    [[signature, *value] for signature, value in sorted(safe.items())],
)

# Lists kept by hand, as keywords with a word each; their numbers are looked up here.
numbers = {entry[1]: entry[0] for entry in seen.values()}


def by_hand(name):
    listed = {}
    for line in (profiles / f"{name}.keywords").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            word, *keywords = line.split()
            listed.update({numbers[keyword]: word for keyword in keywords})
    return listed


technical = by_hand("technical-text")
write(profiles / "technical-text.tsv", ["tag", "word"], sorted(map(list, technical.items())))

# The allow list: by hand, then technical texts, then what the standard describes images, curves, segments, doses and
# reports with as long as its representation holds a number, a code or items and table E.1-1 does not list it.
GROUPS = {
    0x0008, 0x0018, 0x0020, 0x0022, 0x0028, 0x003A, 0x0040, 0x0046, 0x0048, 0x0050, 0x0052, 0x0054, 0x0060, 0x0062,
    0x0064, 0x0066, 0x006A, 0x0070, 0x3002, 0x3004, 0x3006, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x5200, 0x5400,
    0x7FE0,
}
NUMBERS = {"CS", "DS", "IS", "FD", "FL", "US", "UL", "SS", "SL", "SV", "UV", "AT", "OF", "OD", "OL", "OV", "SQ", "US/SS"}
confidential = {line[0] for line in lines}
strict = by_hand("strict")
for tag, word in technical.items():
    strict.setdefault(tag, word)
for tag, keyword, vr, vm, retired in seen.values():
    if "x" in tag or int(tag[:4], 16) not in GROUPS or retired or tag in confidential or tag in strict:
        continue
    if vr in NUMBERS:
        strict[tag] = "number"
    elif vr == "UI":
        strict[tag] = "uid"
write(profiles / "strict.tsv", ["tag", "word"], sorted(map(list, strict.items())))
