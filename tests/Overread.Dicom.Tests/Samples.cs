using System.Runtime.CompilerServices;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Reading;

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

    /// <summary>A file whose one frame is a stream as some encoder left it, written and read again.</summary>
    internal static DicomFile Encapsulated(Dataset dataset, byte[] stream, string syntax)
    {
        Assert.True(TransferSyntax.TryFind(syntax, out TransferSyntax to));
        byte[] even = Element.Padded(Vr.OB, stream);
        dataset.Set(
            new Element(
                Tags.PixelData,
                Vr.OB,
                new Fragments([], [new ByteRange(ByteSource.FromMemory(even), 0, even.Length, 1)])
            )
            {
                UndefinedLength = true,
            }
        );
        return DicomFile.Read(Bytes(new DicomFile(dataset, to), to));
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

    /// <summary>A slice of Ottoline Quillfeather, record MRN7714093, born 1940-01-02; its header may be changed.</summary>
    internal static Dataset OfQuillfeather()
    {
        Dataset dataset = Copy(Slice.Dataset);
        dataset.Set(Tags.PatientName, Vr.PN, "Quillfeather^Ottoline");
        dataset.Set(Tags.PatientId, Vr.LO, "MRN7714093");
        dataset.Set(Tags.PatientBirthDate, Vr.DA, "19400102");
        return dataset;
    }

    /// <summary>The same elements in a data set of its own.</summary>
    internal static Dataset Copy(Dataset dataset)
    {
        Dataset copy = [];
        foreach (Element element in dataset.Elements)
        {
            copy.Set(element);
        }

        return copy;
    }

    /// <summary>What a plan leaves of a data set, written and read again.</summary>
    internal static Dataset Rewritten(Dataset dataset, DeidentificationPlan plan)
    {
        DicomFile read = DicomFile.Read(Bytes(new DicomFile(dataset)));
        return DicomFile.Read(Bytes(Deidentify(read, plan, out _))).Dataset;
    }

    internal static DicomFile Deidentify(DicomFile file, DeidentificationPlan plan, out DeidentificationAccount account)
    {
        RewriteResult result = new DatasetRewriter(plan, Key).Rewrite(file, AccountDetail.Elements);
        account = result.Account;
        Assert.NotNull(result.Output);
        return result.Output;
    }
}
