using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Derived;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Media;

/// <summary>
/// Makes a DICOMDIR (PS3.3 annex F, PS3.10 section 8) of the files below a folder: patients, studies, series and their
/// objects, with the keys that the records must have, read from the files themselves, so that nothing of an older directory
/// can come along.
/// </summary>
public static class MediaDirectoryWriter
{
    private const string DirectoryClass = "1.2.840.10008.1.3.10";
    private static readonly Tag LastRoot = new(0x00041202);
    private static readonly Tag Consistency = new(0x00041212);
    private static readonly Tag InUse = new(0x00041410);

    private static readonly Tag[] MayBeEmpty = [Tags.PatientName, Tags.AccessionNumber, Tags.StudyDescription];

    private static readonly (string Type, Tag Key, Tag[] Keys)[] Levels =
    [
        ("PATIENT", Tags.PatientId, [Tags.PatientName, Tags.PatientId]),
        (
            "STUDY",
            Tags.StudyInstanceUid,
            [
                Tags.StudyDate,
                Tags.StudyTime,
                Tags.AccessionNumber,
                Tags.StudyDescription,
                Tags.StudyInstanceUid,
                Tags.StudyId,
            ]
        ),
        ("SERIES", Tags.SeriesInstanceUid, [Tags.Modality, Tags.SeriesInstanceUid, Tags.SeriesNumber]),
        ("IMAGE", Tags.SopInstanceUid, [Tags.InstanceNumber]),
    ];

    /// <summary>A name that PS3.10 section 8.2 allows as part of a File ID: eight capital letters and digits of a hash.</summary>
    public static string FileIdPart(string identifier)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
        ulong bits = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identifier)));
        return string.Concat(Enumerable.Range(0, 8).Select(i => Letters[(int)(bits >> (5 * i) & 31)]));
    }

    /// <summary>Writes FOLDER/DICOMDIR over the files below the folder whose names may stand in one.</summary>
    /// <returns>Number of files listed.</returns>
    /// <exception cref="IOException">A file cannot be read or the directory cannot be written.</exception>
    public static int Write(string folder)
    {
        SortedDictionary<string, Node> patients = new(StringComparer.Ordinal);
        int count = 0;
        StringBuilder all = new();
        foreach (
            string path in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        )
        {
            string[] parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
            if (parts.Length > 8 || !parts.All(IsFileIdPart) || parts is ["DICOMDIR"])
            {
                continue;
            }

            using DicomFile file = DicomFile.Read(path, new ReadOptions { StopBefore = Tags.PixelData });
            if (file.IsDicom)
            {
                Add(patients, file, parts);
                all.Append(file.SopInstanceUid).Append('\n');
                count++;
            }
        }

        Write(patients, all.ToString(), Path.Combine(folder, "DICOMDIR"));
        return count;
    }

    private static bool IsFileIdPart(string part) =>
        part.Length is > 0 and <= 8 && part.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static void Add(SortedDictionary<string, Node> patients, DicomFile file, string[] parts)
    {
        SortedDictionary<string, Node> level = patients;
        Node? node = null;
        foreach ((string type, Tag key, Tag[] keys) in Levels)
        {
            // Copies of one instance in several encodings are files of their own.
            string name = type == "IMAGE" ? string.Join('/', parts) : file.Dataset.GetText(key) ?? "";
            if (!level.TryGetValue(name, out node))
            {
                node = new Node(Record(file, type, keys));
                level.Add(name, node);
            }

            level = node.Below;
        }

        Dataset record = node!.Record;
        record.Set(Tags.DirectoryRecordType, Vr.CS, TypeOf(file));
        record.Set(Tags.ReferencedFileId, Vr.CS, string.Join('\\', parts));
        record.Set(Tags.ReferencedSopClassUidInFile, Vr.UI, file.SopClassUid);
        record.Set(Tags.ReferencedSopInstanceUidInFile, Vr.UI, file.SopInstanceUid);
        record.Set(Tags.ReferencedTransferSyntaxUidInFile, Vr.UI, file.TransferSyntax.Uid);
    }

    private static string TypeOf(DicomFile file) =>
        DatasetRewriter.FamilyOf(file.SopClassUid) switch
        {
            IodFamily.StructuredReport => "SR DOCUMENT",
            _ when file.Dataset.Contains(Tags.Rows) => "IMAGE",
            _ => "PRIVATE",
        };

    private static Dataset Record(DicomFile file, string type, Tag[] keys)
    {
        Dataset record = new();
        record.Set(Number(Tags.OffsetOfTheNextDirectoryRecord, 0));
        record.Set(InUse, 0xFFFF);
        record.Set(Number(Tags.OffsetOfReferencedLowerLevelDirectoryEntity, 0));
        record.Set(Tags.DirectoryRecordType, Vr.CS, type);
        if (file.Dataset.TryGet(Tags.SpecificCharacterSet, out Element? charset))
        {
            record.Set(charset);
        }

        foreach (Tag tag in keys)
        {
            // Some keys must have a value in a directory though they may be empty in the object (PS3.3 annex F.5).
            bool empty = !file.Dataset.TryGet(tag, out Element? element) || element.IsEmpty;
            Vr vr = AttributeRegistry.VrOf(tag);
            record.Set(
                !empty ? element!
                : MayBeEmpty.Contains(tag) ? new Element(tag, vr, ReadOnlyMemory<byte>.Empty)
                : Element.Text(tag, vr, DummyValues.TextOf(vr.ToString()) ?? "")
            );
        }

        return record;
    }

    private static Element Number(Tag tag, long value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, checked((uint)value));
        return new Element(tag, Vr.UL, bytes);
    }

    private static void Write(SortedDictionary<string, Node> patients, string instances, string path)
    {
        List<Node> order = [];
        Flatten(patients, order);
        Dataset root = new();
        root.Set(Tags.FileSetId, Vr.CS, "");
        root.Set(Number(Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0));
        root.Set(Number(LastRoot, 0));
        root.Set(Consistency, 0);
        root.Set(new Element(Tags.DirectoryRecordSequence, order.Select(node => node.Record)));
        Dataset meta = new();
        meta.Set(Tags.MediaStorageSopClassUid, Vr.UI, DirectoryClass);
        meta.Set(Tags.MediaStorageSopInstanceUid, Vr.UI, DerivedUid.Of(instances));
        DicomFile file = new(meta, root, TransferSyntax.ExplicitLittleEndian, [], null);

        // Offsets are numbers of four bytes whatever they say: encode once, see where the records came to lie, and fill in.
        using MemoryStream first = new();
        file.Write(first);
        using DicomFile placed = DicomFile.Read(first.ToArray());
        IReadOnlyList<Dataset> items = placed.Dataset.GetItems(Tags.DirectoryRecordSequence);
        for (int i = 0; i < order.Count; i++)
        {
            order[i].Offset = items[i].Offset;
        }

        Link(patients);
        root.Set(Number(Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, First(patients)));
        root.Set(Number(LastRoot, patients.Count == 0 ? 0 : patients.Values.Last().Offset));
        file.Write(path);
    }

    private static void Flatten(SortedDictionary<string, Node> level, List<Node> order)
    {
        foreach (Node node in level.Values)
        {
            order.Add(node);
            Flatten(node.Below, order);
        }
    }

    private static void Link(SortedDictionary<string, Node> level)
    {
        Node[] nodes = [.. level.Values];
        for (int i = 0; i < nodes.Length; i++)
        {
            long next = i + 1 < nodes.Length ? nodes[i + 1].Offset : 0;
            nodes[i].Record.Set(Number(Tags.OffsetOfTheNextDirectoryRecord, next));
            nodes[i].Record.Set(Number(Tags.OffsetOfReferencedLowerLevelDirectoryEntity, First(nodes[i].Below)));
            Link(nodes[i].Below);
        }
    }

    private static long First(SortedDictionary<string, Node> level) =>
        level.Count == 0 ? 0 : level.Values.First().Offset;

    private sealed class Node(Dataset record)
    {
        internal Dataset Record { get; } = record;

        internal SortedDictionary<string, Node> Below { get; } = new(StringComparer.Ordinal);

        internal long Offset { get; set; }
    }
}
