using System.Globalization;
using System.Text;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Releases.Metadata;
using Overread.Server.Features.Releases.Population;
using Overread.Server.Features.Releases.Regulators;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>What each file of a bundle holds, in a sentence: for the README and for whoever reads the metadata.</summary>
internal static class BundleFiles
{
    private static readonly SortedDictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["CHANGELOG.md"] = "What differs from the previous release of this name, and why.",
        ["CITATION.cff"] = "How to cite the release (Citation File Format 1.2.0).",
        ["LICENSE"] = "On which terms the release may be used; or that none were stated.",
        ["README.md"] = "What the release is, its figures in brief, and this list.",
        [BundleManifest.SumsName] = "SHA-256 of every other file, for `sha256sum -c`.",
        ["VERIFY.md"] = "How to check the bundle offline, with Overread or without.",
        [BundleManifest.CosignedName] =
            "The checkpoint again, with the cosignatures of witnesses that answered in time (c2sp.org/tlog-cosignature).",
        [BundleManifest.TimestampName] =
            "A time-stamp authority's word that the checkpoint existed at a certain time (RFC 3161).",
        [BundleManifest.TimestampChainName] = "The authority's certificates up to its root.",
        [BundleManifest.EventsName] =
            "The events of the record about what is released, with what recomputes their leaves.",
        [BundleManifest.LeavesName] = "The leaf hashes of the whole record up to the checkpoint, 32 bytes each.",
        [BundleManifest.ReleaseEventName] = "The event that published this release; names the hash of its content.",
        [BundleManifest.CheckpointName] = "The signed head of the record (C2SP signed note).",
        [StatementBook.Name] =
            "Every sentence about the data that the papers print, with its figures and what they are counted from.",
        ["labels/individual/reading.csv"] =
            "How each read was made: who handed it out, where its answers came from, what was looked at before, under which version of the project's guideline.",
        ["privacy/approvals.csv"] = "Who decided about each batch at the gate: a person, a program or the platform.",
        ["checklists/claim.csv"] = "Items of CLAIM 2024 about the reference standard, each with where its answer is.",
        ["checklists/stard-ai.csv"] = "The same for STARD-AI.",
        [SealedRow.TableName] =
            "Items of the test part whose labels are held back, each with what commits to its labels (`overread verify --opened`).",
        ["croissant.json"] = "The dataset for machine-learning tools (Croissant 1.1, JSON-LD).",
        [BundleDataList.Name] =
            "The files that were labelled, de-identified: item, path, size, SHA-256. They stand there, or `overread fetch` gets them.",
        [BundleDataList.RetrievalName] = "Whether the bundle carries those files, and what asks for them.",
        [BundleData.LoaderName] =
            "Reads labels, splits and files in Python, for datasets of PyTorch, MONAI and the Hub too.",
        [BundleData.NetLoaderName] = "Reads labels, splits and files in C#, for ML.NET.",
        [CharterPaper.Name] =
            "What the project laid down: uses with their basis, impact assessment, countries, keeping, who answers for it.",
        [DeclaredPaper.Name] =
            "What the maker declares in their own words: why this reference, first purpose of the data, plan, registration, assessment.",
        ["datasheet.md"] = "Questions that a user of the data asks, answered.",
        ["exports/labels.csv"] = "Settled labels, one row per item and one column per field; blank where not settled.",
        ["exports/labels.parquet"] = "All consensus labels as one long table with subject, split and status.",
        ["fda/reference-standard.md"] =
            "How the reference standard was made, item by item as FDA reviewers ask for it.",
        [HealthDcatRecord.Name] =
            "Catalogue record for the European Health Data Space (HealthDCAT-AP), with what is unknown.",
        ["items.csv"] = "The items with subject, split and, per file, what it holds and its hashes.",
        [BundleManifest.KeyName] = "The verifier key of the record's signatures.",
        ["labels/adjudication.csv"] = "Every dispute and re-check: inputs, decision, reason.",
        ["labels/changes.csv"] = "One row per item, label or mark that differs from the previous release.",
        ["labels/consensus/labels.csv"] =
            "The reference standard: label, status and the readers behind it per item and field.",
        ["labels/consensus/marks.csv"] =
            "The released marks in their own coordinates, with where each comes from and how many readers drew it.",
        ["labels/individual/marks.csv"] = "Every reader's marks in their own coordinates.",
        [SuggestionTables.ShownName] =
            "What models suggested to readers: model, version, hash, when it was shown, answer before and after.",
        [SuggestionTables.ModelsName] =
            "The models of which readers were shown something, with what is stated of each.",
        ["labels/individual/reads.csv"] = "Every reader's answers, with times and the read's id.",
        ["leakage-report.json"] = "Whether subjects or files of identical content stand in more than one split.",
        [BundleManifest.ManifestName] = "Every file but SHA256SUMS with size, SHA-256, media type and role.",
        [BundleManifest.ProofName] = "Proof that the release event is in the record under the checkpoint.",
        ["people/annotators.csv"] =
            "The readers by pseudonym: roles, number of reads, hours, and what the register says of them; blank where it says nothing.",
        ["population/by-split.csv"] = "What is known of the items of each split.",
        [TraitTables.BySplitName] =
            "Sex, age, site, device and the like of the items of each split, coarsely; what is missing and why. Small groups are not named.",
        [AcquisitionTable.Name] =
            "How the data of each import were acquired and prepared before they came here, as whoever brought them declares.",
        [TraitTables.ByLabelName] = "The same by released label.",
        [TargetTable.Name] =
            "The population that was aimed at beside the one that came, with intervals and a test of the difference.",
        [PopulationQuality.Name] =
            "Per field and named group: how often each label is given and how far readers agree, compared with the rest (Fisher, Holm).",
        [LabelDictionary.Name] =
            "What each label is taken to measure and what not, why, and how bad a wrong one is; blank where the protocol does not say.",
        [InstructionsForUse.JsonName] =
            "The facts of the data that instructions for use have to give (AI Act 13(3)(b)), for machines.",
        [InstructionsForUse.TextName] = "The same for people.",
        ["population/flow.json"] = "From what was received to what is released, with counts that add up.",
        ["population/flow.md"] = "The same for people, with what is missing and why.",
        ["privacy/README.md"] = "What was done to the data before anybody read them, and what is claimed of it.",
        ["privacy/deidentification.json"] =
            "Per batch: plan, claims, actions, residual check, decisions, sampled review, events.",
        ["privacy/elements.csv"] = "How often each attribute was removed, replaced or kept, per batch.",
        ["population/accountability.csv"] =
            "How many of the project's items are in which state, and how many are released.",
        ["protocol/guideline.md"] = "The guideline that readers worked under.",
        ["protocol/protocol.json"] = "The protocol whose hash the labels name: fields, options, policy.",
        ["protocol/protocol.yaml"] = "The same protocol as YAML.",
        ["prov.json"] = "What every label comes from: items, reads, decisions, consensus, release (W3C PROV-JSON).",
        ["quality/agreement.csv"] = "Agreement coefficients per field with 95 % intervals.",
        ["quality/by-reader.csv"] =
            "Per reader and field: agreement with the released label and with the other readers.",
        ["quality/by-subgroup.csv"] =
            "Per subgroup and field: prevalence and agreement with intervals; small cells marked.",
        ["quality/corrections.csv"] = "What was reopened, withdrawn or flagged, with reasons and events.",
        ["report.pdf"] = "The release on paper: its figures, the reference standard, quality, privacy, limits.",
        ["quality/agreement.json"] = "The same with the prevalence of each answer.",
        ["quality/detection.csv"] = "Fields of marks: what each reader found of what the others marked.",
        ["quality/limits-of-agreement.csv"] =
            "Measured fields: Bland and Altman's limits of agreement per pair of readers, in the field's unit.",
        ["quality/marks-left-out.csv"] =
            "Decided marks that lie where the item has nothing, left out of the labels: decide them again.",
        ["quality/steps.csv"] = "Ordered fields: how many steps pairs of readers lie apart.",
        ["quality/indeterminate.csv"] = "Labels that are not settled, uncertain or not assessed.",
        ["quality/reader-matrix.json"] = "A figure of agreement for each pair of readers.",
        [RoCrate.Name] = "Every file, person and action of the release (RO-Crate 1.1, JSON-LD).",
        ["software/platform.json"] = "Name and version of the platform; method and input of the consensus.",
        ["software/sbom.cdx.json"] =
            "What the platform consists of: packages with versions and hashes (CycloneDX 1.6).",
        ["splits.csv"] = "Which item and subject is in which split.",
    };

    /// <summary>The files that come after the content: they prove or list it, so nothing in the content can hold their hashes.</summary>
    /// <param name="stamped">An authority stamps the checkpoint.</param>
    public static IReadOnlyList<string> Sealing(bool stamped) =>
        [
            BundleManifest.SumsName,
            BundleManifest.LeavesName,
            BundleManifest.ReleaseEventName,
            BundleManifest.CheckpointName,
            BundleManifest.ManifestName,
            BundleManifest.ProofName,
            .. stamped ? new[] { BundleManifest.TimestampName, BundleManifest.TimestampChainName } : [],
        ];

    /// <summary>What a file holds; empty where nobody has said it yet, which a test finds.</summary>
    public static string Describe(ModalityList modalities, string path) =>
        Known.GetValueOrDefault(path)
        ?? DatasetCards.Described.GetValueOrDefault(path)
        ?? (PaperSchemas.Papers.TryGetValue(path, out string? paper) ? $"The form of `{paper}` (JSON Schema)." : null)
        ?? (IsData(path) ? "A file of an item, as it passed the gate." : null)
        ?? modalities
            .All.SelectMany(m => m.Exports)
            .Select(e => e.Describe(path))
            .FirstOrDefault(text => text is not null)
        ?? "";

    private static bool IsData(string path) => path.StartsWith("data/sub-", StringComparison.Ordinal);

    /// <summary>The README's list of files.</summary>
    public static string Section(ModalityList modalities, IEnumerable<string> paths)
    {
        StringBuilder text = new("\n## Files\n\n| file | what it holds |\n|---|---|\n");
        List<string> all = [.. paths];
        foreach (string path in all.Where(p => !IsData(p)).Order(StringComparer.Ordinal))
        {
            text.Append("| `").Append(path).Append("` | ").Append(Describe(modalities, path)).Append(" |\n");
        }

        if (all.Count(IsData) is > 0 and int files)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `data/sub-…` | {files} files of items, as they passed the gate. |\n"
            );
        }

        return text.ToString();
    }
}
