using System.Buffers.Binary;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>What is written is read again, in every encoding; damage is reported and never thrown.</summary>
public sealed class ReadWriteTests
{
    public static TheoryData<string> Encodings =>
        ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_native_encoding_gives_the_same_elements_back(string uid)
    {
        Assert.True(TransferSyntax.TryFind(uid, out TransferSyntax syntax));
        byte[] bytes = Samples.Bytes(Samples.Slice, syntax);
        using DicomFile read = DicomFile.Read(bytes);
        Assert.Empty(read.Findings);
        Assert.Equal(syntax, read.TransferSyntax);
        Assert.Equal(Samples.Slice.Dataset.Count, read.Dataset.Count);
        foreach (Element element in Samples.Slice.Dataset)
        {
            Assert.True(read.Dataset.TryGet(element.Tag, out Element? other), element.ToString());
            bool known = !element.Tag.IsPrivate || syntax.Encoding != DatasetEncoding.ImplicitLittle;
            Assert.True(!known || element.Tag.IsPrivateCreator || other.Vr == element.Vr, $"{element} {other}");
            if (!element.IsSequence)
            {
                Assert.Equal(Element.Padded(element.Vr, element.ReadBytes().ToArray()), other.ReadBytes().ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Writing_what_was_read_gives_the_same_bytes(string uid)
    {
        Assert.True(TransferSyntax.TryFind(uid, out TransferSyntax syntax));
        byte[] bytes = Samples.Bytes(Samples.Slice, syntax);
        using DicomFile read = DicomFile.Read(bytes, new ReadOptions { LargestInlineValue = 16 });
        Assert.Equal(bytes, Samples.Bytes(read));
    }

    [Fact]
    public void Undefined_lengths_survive_at_any_depth()
    {
        Dataset root = new();
        root.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7");
        Dataset level = root;
        for (int i = 0; i < 6; i++)
        {
            Dataset item = new(level) { UndefinedLength = i % 2 == 0 };
            item.Set(Tags.CodeValue, $"V{i}");
            level.Set(new Element(Tags.ContentSequence, [item]) { UndefinedLength = i % 2 == 1 });
            level = item;
        }

        foreach (string uid in Encodings.Select(row => row.Data))
        {
            TransferSyntax.TryFind(uid, out TransferSyntax syntax);
            byte[] bytes = Samples.Bytes(new DicomFile(root), syntax);
            using DicomFile read = DicomFile.Read(bytes);
            Assert.Empty(read.Findings);
            Dataset found = read.Dataset;
            for (int i = 0; i < 6; i++)
            {
                found = Assert.Single(found.GetItems(Tags.ContentSequence));
                Assert.Equal($"V{i}", found.GetText(Tags.CodeValue));
                Assert.Equal(i % 2 == 0, found.UndefinedLength);
            }

            Assert.Equal(bytes, Samples.Bytes(read));
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_as_far_as_it_goes_and_called_truncated_or_complete()
    {
        byte[] bytes = Samples.Bytes(Samples.Slice);
        using DicomFile complete = DicomFile.Read(bytes);
        int whole = complete.Dataset.Count;
        Assert.True(complete.Dataset.TryGet(Tags.PixelData, out Element? pixels));
        for (int length = 0; length < pixels.Offset; length += 7)
        {
            using DicomFile read = DicomFile.Read(bytes.AsMemory(0, length));
            Assert.True(read.Dataset.Count < whole);
        }

        for (int length = bytes.Length - 300; length < bytes.Length; length++)
        {
            using DicomFile read = DicomFile.Read(bytes.AsMemory(0, length));
            Assert.True(read.IsTruncated, $"{length} of {bytes.Length}");
        }
    }

    [Fact]
    public void A_length_of_three_gigabytes_allocates_nothing_by_itself()
    {
        byte[] bytes = Samples.Bytes(Samples.Slice);
        int pixels = bytes.AsSpan().LastIndexOf(new byte[] { 0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W' });
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(pixels + 8), 3_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using DicomFile read = DicomFile.Read(bytes);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(read.IsTruncated);
        Assert.True(used < 1 << 20, $"{used} bytes");
    }

    [Fact]
    public void Nesting_beyond_the_bound_is_a_finding()
    {
        using MemoryStream stream = new();
        stream.Write(new byte[128]);
        stream.Write("DICM"u8);
        for (int i = 0; i < 20_000; i++)
        {
            stream.Write([0x40, 0x00, 0x30, 0xA7, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
            stream.Write([0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        using DicomFile read = DicomFile.Read(stream.ToArray());
        Assert.Contains(read.Findings, finding => finding.Kind == FindingKind.TooDeep);
    }

    [Fact]
    public void Findings_never_carry_a_value()
    {
        byte[] bytes = Samples.Bytes(Samples.Slice);
        using DicomFile whole = DicomFile.Read(bytes);
        string name = whole.Dataset.GetText(Tags.PatientName)!;
        for (int cut = 400; cut < 4000; cut += 13)
        {
            using DicomFile read = DicomFile.Read(bytes.AsMemory(0, cut));
            Assert.All(read.Findings, finding => Assert.DoesNotContain(name[..6], finding.ToString()));
        }
    }

    [Fact]
    public void Text_and_packed_files_are_not_dicom()
    {
        using DicomFile text = DicomFile.Read("This is a letter about a patient, and no image."u8.ToArray());
        Assert.False(text.IsDicom);
        using DicomFile empty = DicomFile.Read(ReadOnlyMemory<byte>.Empty);
        Assert.False(empty.IsDicom);
    }
}
