using Overread.Ledger.Bundles;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>Which signatures a bundle holds: those about what it discloses, and those about itself.</summary>
internal static class BundleSignatures
{
    /// <summary>In the order of the record.</summary>
    /// <param name="draft">The folder with the bundle's content.</param>
    /// <param name="release">The release's id.</param>
    public static List<SignatureView> Of(ReadLease read, string project, string draft, string release)
    {
        List<SignatureView> all = SigningTable.Of(read.Connection, project);
        if (all.Count == 0)
        {
            return [];
        }

        HashSet<string> items =
        [
            .. CsvRows.Read(File.ReadAllText(Path.Combine(draft, "splits.csv"))).Select(r => r["item"]),
        ];
        string approvals = Path.Combine(draft, "privacy/approvals.csv");
        HashSet<string> batches = File.Exists(approvals)
            ? [.. CsvRows.Read(File.ReadAllText(approvals)).Select(r => r["batch"])]
            : [];
        return
        [
            .. all.Where(s =>
                s.Act switch
                {
                    "protocol" => true,
                    "batch" => batches.Contains(s.Subject["batch/".Length..]),
                    "adjudication" => items.Contains(s.Subject.Split('/')[1]),
                    _ => s.Subject == ReleaseDrafts.Subject(release),
                }
            ),
        ];
    }

    /// <summary>The lines of the file, each an event with its proof.</summary>
    /// <param name="proof">The log proof of a place in the record.</param>
    public static IEnumerable<string> Lines(
        IRecordReader record,
        IEnumerable<SignatureView> signatures,
        Func<long, string> proof
    ) => signatures.Select(s => new ProvedSignature(BundleWriter.Disclosed(record.At(s.Seq)!), proof(s.Seq)).ToLine());
}
