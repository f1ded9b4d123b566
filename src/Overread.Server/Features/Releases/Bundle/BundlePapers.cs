using System.Globalization;
using System.Text;
using Overread.Domain.Protocols;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Population;
using Overread.Server.Features.Releases.Regulators;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>The papers of a bundle that people read. Every figure comes from the same rows as the tables.</summary>
internal static class BundlePapers
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Readme(BundleContent c, AgreementView agreement, StatementBook book)
    {
        StringBuilder t = new();
        t.Append(Plain, $"# {c.Name}:{c.Version}\n\n");
        t.Append(Plain, $"{(c.Notes.Length > 0 ? c.Notes : c.Purpose)}\n\n");
        t.Append(Plain, $"- Project: {c.ProjectName}\n- Purpose: {c.Purpose}\n- Legal basis: {c.LegalBasis}\n");
        t.Append(Plain, $"- Items: {c.Items.Count} of {c.Subjects} subjects\n- Reads: {book["reads.per-item"].Text}\n");
        t.Append(
            Plain,
            $"- Protocol: version {c.ProtocolVersion}, hash `{c.ProtocolHash}`\n- Consensus: {c.Run.Method} (version {c.Run.Version}; methods and reasons per field in `software/platform.json`), input `{c.Run.InputHash}`\n\n"
        );
        t.Append(
            "## Labels\n\nThe reference standard is `labels/consensus/labels.csv`; `exports/labels.csv` has it one row per item, blank where a field is\nnot settled. Every original read is in `labels/individual/reads.csv`.\n\n"
        );
        t.Append(
            "| field | accepted | adjudicated | disputed or tie | incomplete | not asked |\n|---|---:|---:|---:|---:|---:|\n"
        );
        foreach (Field field in c.Ratings.Fields)
        {
            int Count(params string[] statuses) =>
                c.Labels.Count(l => l.Field == field.Id && statuses.Contains(l.Status));
            t.Append(
                Plain,
                $"| {field.Title} | {Count("accepted")} | {Count("adjudicated")} | {Count("disputed", "tie")} | {Count("incomplete")} | {Count("not-asked")} |\n"
            );
        }

        t.Append(
            "\n## Agreement (95 % intervals; more in `quality/`)\n\n| field | scale | items | figures |\n|---|---|---:|---|\n"
        );
        foreach (Field field in c.Ratings.Fields)
        {
            t.Append(
                Plain,
                $"| {field.Title} | {field.Kind.Scale.ToString().ToLowerInvariant()} | {AgreementFigures.Items(agreement, field)} | {AgreementFigures.Sentence(agreement, field)} |\n"
            );
        }

        t.Append(
            $"\n## What is said of it, and from what\n\nEach sentence is computed from this bundle; `{StatementBook.Name}` has its figures and where they are counted, and\n`overread verify` computes it again.\n\n"
        );
        foreach (BundleStatement statement in book.All)
        {
            t.Append(Plain, $"- {statement.Text} ({statement.Id})\n");
        }

        t.Append("\nκ falls where a finding is rare; prevalence per answer is in `quality/agreement.json`.\n\n");
        t.Append(RegulatorPapers.Contents);
        t.Append("\nVerify this bundle before you use it: see `VERIFY.md`.\n");
        return t.ToString();
    }

    public static string Verify(BundleContent c) =>
        $"""
            # How to verify this bundle

            With Overread: `overread verify FOLDER-OR-ZIP`. It needs no network and nothing but this bundle. Give `--key FILE` with
            the verifier key you were told by the publisher; without it you learn that the bundle is whole and by which key it was
            signed, but not whose key that is.

            Without Overread:

            1. `sha256sum -c SHA256SUMS` checks every file.
            2. `checkpoint` is a C2SP signed note (c2sp.org/signed-note, Ed25519); `keys.vkey` is its verifier key.
            3. `manifest.tlog-proof` (c2sp.org/tlog-proof@v1) proves that the entry in `audit/release-event.json` is in the log
               under that checkpoint (RFC 6962 hashing: SHA-256, prefixes 00 and 01).
            4. In `audit/release-event.json`, HMAC-SHA-256 of `payload` under `secret` equals the `commitment` in `entry`.
            5. `contentHash` in that payload is the SHA-256 of the lines "sha256, two spaces, path, LF" of all files in ordinal
               order, without `manifest.json`, `SHA256SUMS`, `checkpoint`, `manifest.tlog-proof`, `audit/release-event.json`,
               `audit/leaves.bin`, `audit/signatures.jsonl`, `signatures.pdf`, `checkpoint.cosigned`, `checkpoint.tsr` and `tsa-chain.pem`.
            6. `audit/leaves.bin` holds the leaf hashes of the whole log, 32 bytes each; their root is the checkpoint's. Each line
               of `audit/events.jsonl` is an event with payload and secret; its leaf stands at `seq`.
            7. Where there is a `checkpoint.tsr`, a time-stamp authority (RFC 3161) that has nothing to do with the publisher says
               that the checkpoint existed at a certain time: `openssl ts -verify -in checkpoint.tsr -data checkpoint -CAfile
               tsa-chain.pem`, better with the authority's root from elsewhere than the one in `tsa-chain.pem`. With Overread:
               `--tsa ROOT.pem`, which then wants a stamp. Where there is a `checkpoint.cosigned`, witnesses that have nothing to do with the
               publisher say that they saw the log grow to this head and no other (c2sp.org/tlog-cosignature); with Overread: `--witness KEY`.
            8. `README.md` says of every file what it holds. `croissant.json`, `healthdcat.jsonld` and `ro-crate-metadata.json`
               repeat hashes of files for their own readers: they agree with `SHA256SUMS`. The licence and the authors in
               `LICENSE` and `CITATION.cff` are those of the payload in step 4; the `events` of `labels/changes.csv` and the
               reads of `prov.json` are found in `audit/events.jsonl`, except events of items
               that this release no longer has.

            9. `statements.json` lists every sentence about the data that the papers print, with its figures, what they are counted
               from and the papers that print it. With Overread each is computed again from the tables and `audit/events.jsonl`;
               where something rests on the platform's word alone, because the events behind it are not disclosed, it says so.
            10. Whether the release was recalled, superseded or lost items to a withdrawal of consent since, no bundle can say:
               ask the publisher for the signed list of its releases and give it with `--status FILE`.
            11. `data/files.csv` lists the files that were labelled with their SHA-256. Those in the manifest were carried; others
               below `data/sub-…` were fetched since and belong to no step above: hold them to that list.
            12. Where there is a `sealed/items.csv`, the labels of those items are not here. Of each line of a file that opens them,
               HMAC-SHA-256 of `body` under `salt` (base64) equals the item's `commitment`. With Overread: `--opened FILE`.

            What this does not prove: that what readers were told and what they answered is true; that no event was kept from
            the record before it was written; that the signing key was not stolen. Other leaves of the log are commitments
            without content: they say nothing about anybody.

            Release: {c.Name}:{c.Version}. Record size when the consensus was computed: {c.Run.RecordSize}.

            """;

    public static string Datasheet(BundleContent c, StatementBook book) =>
        $"""
            # Datasheet

            **For what purpose was the dataset made?** {c.Purpose}

            **On which legal basis?** {c.LegalBasis}

            **What are the instances?** {c.Items.Count} items ({string.Join(
                ", ",
                c.Items.Select(i => i.Kind).Distinct().Order(StringComparer.Ordinal)
            )}) of {c.Subjects} subjects; modalities: {string.Join(
                ", ",
                c.Items.Select(i => i.Modality ?? "none").Distinct().Order(StringComparer.Ordinal)
            )}.

            **Is every instance labelled?** {book["labels.complete"].Text} {book["labels.silence"].Text} Fields without a settled label are listed in `quality/indeterminate.csv`.

            **Are there recommended splits?** By subject: `splits.csv`, seed {c.Split.Seed}. {book["splits.disjoint"].Text} {book["splits.subjects"].Text} {book["subjects.unclear"].Text} {book["splits.contents"].Text} {book["splits.kept"].Text}

            **Does it hold data that might be confidential?** {book["gate.passed"].Text} {book["gate.approval"].Text} {book["items.withdrawn"].Text} More in `privacy/README.md`.

            **How were labels acquired?** {book["reads.per-item"].Text} {book["reads.blind"].Text} {book["reads.order"].Text} {book["reads.origin"].Text} {book["protocol.rule"].Text} {book["adjudication.people"].Text}

            **Who were the readers?** {book["readers.roles"].Text} {book["readers.register"].Text}

            **Why was this reference standard chosen?** {DeclaredPaper.Said(c.Declared.Rationale)}

            **For what were the data collected first?** {DeclaredPaper.Said(c.Declared.OriginalPurpose)}

            **Which impact assessment covers it?** {(c.Declared.ImpactAssessment is null ? CharterPaper.Assessment(c.Charter) : DeclaredPaper.Said(c.Declared.ImpactAssessment))}

            **How long is it kept?** {CharterPaper.Keeping(c.Charter?.Keeping)}.

            **What is each label taken to measure, and how bad is a wrong one?** {book["labels.meaning"].Text}

            **How were the data acquired and prepared before?** {book["data.acquisition"].Text} `{AcquisitionTable.Name}`

            **Of whom are the data, and from which sites and devices?** {book["population.traits"].Text}

            **How representative are they?** {book["population.target"].Text}

            **Were machine suggestions shown to readers?** {book["assistance.suggestions"].Text}

            """;
}
