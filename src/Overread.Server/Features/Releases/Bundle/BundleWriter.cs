using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain.Record;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Metadata;
using Overread.Server.Features.Releases.Population;
using Overread.Server.Features.Releases.Regulators;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>Writes the content of a bundle into a folder. The same content gives the same bytes.</summary>
internal static class BundleWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly JsonSerializerOptions Indented = new(EventJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task Write(
        BundleContent content,
        ReleaseMetadata metadata,
        ReadLease read,
        IBlobStore blobs,
        string folder,
        string key,
        string? commitments = null
    )
    {
        AgreementView agreement = AgreementReport.Of(content.Ratings);
        RegulatorPapers papers = new(content, agreement, read);
        Dictionary<string, string> files = new()
        {
            ["VERIFY.md"] = BundlePapers.Verify(content),
            [BundleManifest.KeyName] = key + "\n",
            ["leakage-report.json"] = Json(LeakageReport.Of(content)),
            ["protocol/protocol.json"] = ProtocolText.ToJson(content.Protocol),
            ["protocol/protocol.yaml"] = ProtocolText.ToYaml(content.Protocol),
            ["protocol/guideline.md"] = content.Protocol.Guideline.TrimEnd() + "\n",
            [LabelDictionary.Name] = LabelDictionary.Csv(content),
            [TraitTables.BySplitName] = TraitTables.BySplit(content),
            [TraitTables.ByLabelName] = TraitTables.ByLabel(content),
            [TargetTable.Name] = TargetTable.Of(content),
            [AcquisitionTable.Name] = AcquisitionTable.Of(content),
            ["quality/agreement.json"] = Json(
                new
                {
                    agreement.ProtocolVersion,
                    agreement.Fields,
                    agreement.Coefficients,
                    agreement.Prevalence,
                }
            ),
            ["quality/reader-matrix.json"] = Json(agreement.Matrices),
            ["quality/agreement.csv"] = AgreementTables.Agreement(agreement),
            ["software/platform.json"] = Json(
                new
                {
                    name = Platform.Name,
                    version = Platform.Version,
                    consensus = new
                    {
                        content.Run.Method,
                        content.Run.Version,
                        content.Run.InputHash,
                        content.Run.Fields,
                    },
                }
            ),
            [DeclaredPaper.Name] = DeclaredPaper.Of(content.Declared),
            [CharterPaper.Name] = CharterPaper.Of(content.Charter),
            [BundleData.LoaderName] = BundleData.Loader(BundleData.LoaderName),
            [BundleData.NetLoaderName] = BundleData.Loader(BundleData.NetLoaderName),
            [BundleDataList.RetrievalName] = BundleData.Retrieval(content, metadata.Release),
        };
        if (commitments is not null)
        {
            files[SealedRow.TableName] = commitments;
        }

        foreach (
            (string path, string text) in ByScale(agreement)
                .Concat(LeftOut(content))
                .Concat(SuggestionTables.Of(content, read))
                .Concat(PaperSchemas.Files())
        )
        {
            files[path] = text;
        }

        foreach (
            (string path, string text) in content
                .Modalities.All.SelectMany(m => m.Exports)
                .SelectMany(e => e.Files(content, blobs))
        )
        {
            files[path] = text;
        }

        foreach ((string path, string text) in MetadataPapers.Of(content, metadata))
        {
            files[path] = text;
        }

        await WriteAll(files, folder);
        foreach ((string path, Func<CsvText> table) in Tables(content).Concat(papers.Tables()))
        {
            table().Write(Place(folder, path));
        }

        await WriteObjects(content, blobs, folder);
        await BundleData.Carry(content, blobs, folder);
        await ParquetExport.Write(content, Path.Combine(folder, "exports/labels.parquet"));
        WriteEvents(content, read.Record, Path.Combine(folder, BundleManifest.EventsName));
        StatementBook book = Stated(folder);
        papers.Print(book);
        Dictionary<string, string> printed = new(papers.Files(Json))
        {
            ["datasheet.md"] = BundlePapers.Datasheet(content, book),
        };
        await WriteAll(printed, folder);
        papers.WriteReport(Path.Combine(folder, "report.pdf"), key);
        ProvDocument.Write(content, metadata, Path.Combine(folder, "prov.json"));
        string readme =
            BundlePapers.Readme(content, agreement, book)
            + TermsPapers.Section(metadata.Terms)
            + MetadataPapers.FileList(content.Modalities, folder, metadata);
        printed["README.md"] = readme;
        await WriteAll(new() { ["README.md"] = readme }, folder);
        using BundleFolder written = new(folder);
        List<BundleFile> hashed = [.. written.Paths.Select(p => BundleManifest.Hash(written, p))];
        foreach (
            (string path, Func<IReadOnlyList<BundleFile>, JsonObject> paper) in MetadataPapers.Last(
                content,
                metadata,
                book
            )
        )
        {
            printed[path] = Json(paper(hashed));
            await Add(path, printed[path]);
        }

        // The list names the papers that print each sentence, and the crate lists every file: in this order.
        await Add(StatementBook.Name, book.ToJson(printed));
        await Add(RoCrate.Name, Json(RoCrate.Of(content, metadata, book, hashed)));

        async Task Add(string path, string text)
        {
            await WriteAll(new() { [path] = text }, folder);
            hashed.Add(BundleManifest.Hash(written, path));
            hashed.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        }
    }

    // Of hundreds of thousands of rows each: made, written and let go one after the other.
    private static IEnumerable<(string Path, Func<CsvText> Table)> Tables(BundleContent content) =>
        [
            ("items.csv", () => BundleTables.Items(content)),
            ("splits.csv", () => BundleTables.Splits(content)),
            ("people/annotators.csv", () => BundleTables.Readers(content)),
            ("labels/individual/reads.csv", () => BundleTables.IndividualLabels(content)),
            ("labels/individual/marks.csv", () => BundleTables.IndividualMarks(content)),
            ("labels/consensus/labels.csv", () => BundleTables.ConsensusLabels(content)),
            ("labels/consensus/marks.csv", () => BundleTables.ConsensusMarks(content)),
            ("labels/adjudication.csv", () => BundleTables.Adjudication(content)),
            ("quality/indeterminate.csv", () => BundleTables.Indeterminate(content)),
            ("population/accountability.csv", () => BundleTables.Accountability(content)),
            ("exports/labels.csv", () => BundleTables.WideLabels(content)),
            (BundleDataList.Name, () => BundleData.Table(content)),
        ];

    // From the tables and events as they stand in the folder: what a stranger will compute them from.
    private static StatementBook Stated(string folder)
    {
        using BundleFolder tables = new(folder);
        StatementBook book = StatementBook.Of(tables);
        List<(string Id, string Fault)> faults = [.. book.Faults];
        return faults.Count == 0
            ? book
            : throw new RefusedException(
                new(
                    "release.untrue",
                    $"What the papers would say is not true: {faults[0].Fault}",
                    Domain.RefusalKind.Conflict
                )
                {
                    Where = faults[0].Id,
                    Next =
                        "Nothing was published. Put right what contradicts the record: run overread audit, and look at the items and reads that are named.",
                    Facts = new Dictionary<string, object?>
                    {
                        ["faults"] = faults.Take(50).Select(f => $"{f.Id}: {f.Fault}").ToList(),
                    },
                }
            );
    }

    private static IEnumerable<(string Path, string Text)> LeftOut(BundleContent content) =>
        content.LeftOut.Count == 0
            ? []
            : [("quality/marks-left-out.csv", BundleTables.LeftOutMarks(content).ToString())];

    // A table that no field of the protocol fills is not there.
    private static IEnumerable<(string Path, string Text)> ByScale(AgreementView agreement)
    {
        if (agreement.Adjacent.Count > 0)
        {
            yield return ("quality/steps.csv", AgreementTables.Steps(agreement));
        }

        if (agreement.Limits.Count > 0)
        {
            yield return ("quality/limits-of-agreement.csv", AgreementTables.Limits(agreement));
        }

        if (agreement.Detection.Count > 0)
        {
            yield return ("quality/detection.csv", AgreementTables.Detection(agreement));
        }
    }

    private static async Task WriteAll(Dictionary<string, string> files, string folder)
    {
        foreach ((string path, string text) in files)
        {
            await File.WriteAllTextAsync(Place(folder, path), text, Utf8);
        }
    }

    private static string Place(string folder, string path)
    {
        string full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    /// <summary>One event of the record with what is needed to recompute its leaf.</summary>
    public static DisclosedEvent Disclosed(RecordEntry entry) =>
        new(
            entry.Head.Seq,
            Encoding.UTF8.GetString(entry.Entry),
            Convert.ToBase64String(entry.Secret!),
            Encoding.UTF8.GetString(entry.Payload!)
        );

    private static async Task WriteObjects(BundleContent content, IBlobStore blobs, string folder)
    {
        foreach (
            (string path, byte[] bytes) in content
                .Modalities.All.SelectMany(m => m.Exports)
                .SelectMany(e => e.Objects(content, blobs))
        )
        {
            await File.WriteAllBytesAsync(Place(folder, path), bytes);
        }
    }

    private static void WriteEvents(BundleContent content, IRecordReader record, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using StreamWriter writer = new(path, append: false, Utf8);
        foreach (RecordEntry entry in record.Entries(new RecordQuery { Project = content.Project }))
        {
            RecordHead head = entry.Head;
            if (!head.Erased && content.Disclosure.Takes(head.Item, head.Stream, head.Type, head.Seq))
            {
                writer.Write(Disclosed(entry).ToLine());
            }
        }
    }

    internal static string Json(object value) => JsonSerializer.Serialize(value, Indented) + "\n";
}
