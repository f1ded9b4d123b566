using System.Runtime.CompilerServices;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Tests;

/// <summary>Small objects and the folder of shared data that tests use.</summary>
internal static class Samples
{
    internal static ProjectKey Key { get; } = new(new byte[32]);

    internal static DicomFile Slice { get; } =
        new ChestCtPhantom(
            new ChestCtOptions
            {
                Seed = 3,
                Size = 64,
                Slices = 20,
            }
        ).Slice(9);

    internal static byte[] Bytes(DicomFile file, TransferSyntax? syntax = null)
    {
        using MemoryStream stream = new();
        file.Write(stream, syntax);
        return stream.ToArray();
    }

    internal static string SharedFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", "shared", "data"));

    /// <summary>A folder of the shared data; the test is skipped where it is not there.</summary>
    internal static string Shared(string name)
    {
        string folder = Path.Combine(SharedFolder(), name);
        Assert.SkipUnless(Directory.Exists(folder) || File.Exists(folder), $"no shared data: {name}");
        return folder;
    }

    internal static DicomFile Deidentify(DicomFile file, DeidentificationPlan plan, out DeidentificationAccount account)
    {
        RewriteResult result = new DatasetRewriter(plan, Key).Rewrite(file, AccountDetail.Elements);
        account = result.Account;
        Assert.NotNull(result.Output);
        return result.Output;
    }
}
