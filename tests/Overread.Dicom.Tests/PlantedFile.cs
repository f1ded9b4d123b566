using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>
/// An object with a token of its own in every attribute of table E.1-1, at the root and one and two levels deep inside
/// sequences that stay, and in every other place where something may hide. Counts which tokens an output still has.
/// </summary>
internal sealed class PlantedFile
{
    private readonly List<(string Place, Tag Tag, int Depth, byte[] Token)> _tokens = [];
    private int _number;
    private int _dates;

    private PlantedFile() { }

    internal byte[] Bytes { get; private set; } = [];

    internal IReadOnlyList<(string Place, Tag Tag, int Depth, byte[] Token)> Tokens => _tokens;

    internal static PlantedFile Create()
    {
        PlantedFile planted = new();
        Dataset root = new();
        Dataset first = new(root);
        Dataset second = new(first);
        planted.Fill(root, 0);
        planted.Fill(first, 1);
        planted.Fill(second, 2);
        // Both sequences stay in the basic profile: one whose references are remapped, one of codes.
        first.Set(new Element(new Tag(0x0040, 0xA170), [second]));
        root.Set(new Element(Tags.ReferencedImageSequence, [first]));
        root.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7");
        planted.Elsewhere(root);
        byte[] file = Samples.Bytes(new DicomFile(root));
        planted.Bytes = planted.AroundTheDataset(file);
        return planted;
    }

    /// <summary>Places whose token an output still has.</summary>
    internal IReadOnlyList<(string Place, Tag Tag, int Depth)> Left(byte[] output)
    {
        using DicomFile file = DicomFile.Read(output);
        List<(string, Tag, int)> left = [];
        foreach ((string place, Tag tag, int depth, byte[] token) in _tokens)
        {
            bool found = token.Length > 4 ? output.AsSpan().IndexOf(token) >= 0 : Same(file.Dataset, tag, depth, token);
            if (found)
            {
                left.Add((place, tag, depth));
            }
        }

        return left;
    }

    private static bool Same(Dataset root, Tag tag, int depth, byte[] token)
    {
        Dataset? level = root;
        foreach (Tag step in ((Tag[])[Tags.ReferencedImageSequence, new(0x0040, 0xA170)]).Take(depth))
        {
            level = level?.GetItems(step) is [{ } item, ..] ? item : null;
        }

        return level is not null
            && level.TryGet(tag, out Element? element)
            && !element.IsSequence
            && element.ReadBytes().Span.IndexOf(token) >= 0;
    }

    private void Fill(Dataset dataset, int depth)
    {
        foreach (
            uint value in DeidentificationPlan
                .ListedTags.Append(0x60003000u)
                .Append(0x60004000u)
                .Append(0x50003000u)
                .Order()
        )
        {
            Tag tag = new(value);
            // Where the tokens themselves are: the sequence that holds the next level, and what names the class.
            if (tag == Tags.ReferencedImageSequence || tag.Group is 0x0002 or < 0x0008)
            {
                continue;
            }

            Vr vr = AttributeRegistry.VrOf(tag);
            byte[] token = Token(vr == Vr.SQ ? Vr.LO : vr);
            if (vr == Vr.SQ)
            {
                Dataset item = new(dataset);
                item.Set(new Element(new Tag(0x0008, 0x1030), Vr.LO, Element.Padded(Vr.LO, token)));
                item.Set(new Element(new Tag(0x0040, 0xA160), Vr.UT, Element.Padded(Vr.UT, token)));
                dataset.Set(new Element(tag, [item]));
            }
            else
            {
                dataset.Set(new Element(tag, vr, Element.Padded(vr, token)));
            }

            _tokens.Add(("E.1-1", tag, depth, token));
        }
    }

    private void Elsewhere(Dataset root)
    {
        Text(root, "private creator", new Tag(0x0019, 0x0010), Vr.LO);
        Text(root, "private", new Tag(0x0019, 0x1001), Vr.LO);
        Text(root, "private without creator", new Tag(0x0021, 0x1101), Vr.UT);
        Dataset hidden = new(root);
        Text(hidden, "private sequence", new Tag(0x0008, 0x0104), Vr.LO);
        root.Set(new Element(new Tag(0x0019, 0x1002), [hidden]));
        Text(root, "private UN", new Tag(0x0019, 0x1003), Vr.UN);
        Text(root, "unlisted LO", new Tag(0x0018, 0x9073 + 0x0A), Vr.LO);
        Text(root, "unlisted UT", new Tag(0x0018, 0x9424 + 0x0100), Vr.UT);
        Text(root, "not in the dictionary", new Tag(0x0008, 0x7770), Vr.LO);
        Text(root, "curve label", new Tag(0x5004, 0x2500), Vr.LO);
        Text(root, "overlay data", new Tag(0x6002, 0x3000), Vr.OB);
        Text(root, "overlay label", new Tag(0x6002, 0x1500), Vr.LO);
        Text(root, "overlay description", new Tag(0x6002, 0x0022), Vr.LO);
        Text(root, "trailing padding", new Tag(0xFFFC, 0xFFFC), Vr.OB);
        Dataset report = new(root);
        Text(report, "SR text", new Tag(0x0040, 0xA160), Vr.UT);
        Text(report, "SR name", new Tag(0x0040, 0xA123), Vr.PN);
        Text(report, "SR code of a private scheme", new Tag(0x0008, 0x0104), Vr.LO);
        report.Set(Tags.CodingSchemeDesignator, Vr.SH, "99PLANT");
        Dataset inner = new(report);
        Text(inner, "SR inner text", new Tag(0x0040, 0xA160), Vr.UT);
        report.Set(new Element(Tags.ContentSequence, [inner]));
        Forget(root, Tags.ContentSequence);
        root.Set(new Element(Tags.ContentSequence, [report]));
        Text(root, "identified as UN", new Tag(0x0010, 0x21B0), Vr.UN);
    }

    private void Text(Dataset dataset, string place, Tag tag, Vr vr)
    {
        byte[] token = Token(Vr.LO);
        Forget(dataset, tag);
        dataset.Set(new Element(tag, vr, Element.Padded(vr, token)));
        _tokens.Add((place, tag, -1, token));
    }

    /// <summary>A token of the table whose place another one takes no longer counts.</summary>
    private void Forget(Dataset dataset, Tag tag)
    {
        if (dataset.Parent is null)
        {
            _tokens.RemoveAll(token => token.Tag == tag && token.Depth == 0);
        }
    }

    /// <summary>Preamble, file meta information and bytes behind the data set, which the writer would not write.</summary>
    private byte[] AroundTheDataset(byte[] file)
    {
        byte[] preamble = Token(Vr.LO);
        preamble.CopyTo(file, 10);
        _tokens.Add(("preamble", default, -1, preamble));
        byte[] source = Element.Padded(Vr.AE, Token(Vr.AE));
        byte[] own = Element.Padded(Vr.OB, Token(Vr.LO));
        _tokens.Add(("file meta AE", new Tag(0x0002, 0x0016), -1, source));
        _tokens.Add(("file meta private", new Tag(0x0002, 0x0102), -1, own));
        int end = 132 + 12 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(140));
        byte[] added =
        [
            2,
            0,
            0x16,
            0,
            (byte)'A',
            (byte)'E',
            (byte)source.Length,
            0,
            .. source,
            2,
            0,
            0x02,
            1,
            (byte)'O',
            (byte)'B',
            0,
            0,
            (byte)own.Length,
            0,
            0,
            0,
            .. own,
        ];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(140), end - 144 + added.Length);
        byte[] trailing = Token(Vr.LO);
        _tokens.Add(("behind the last element", default, -1, trailing));
        return [.. file[..end], .. added, .. file[end..], 0, 0, 0, 0, 0, 0, 0, 0, .. trailing];
    }

    private byte[] Token(Vr vr)
    {
        int n = ++_number;
        string text = vr switch
        {
            // Further apart than any offset, so that no moved date is another token.
            Vr.DA => new DateOnly(201, 1, 1)
                .AddDays(4000 * ++_dates)
                .ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            Vr.DT => new DateOnly(1801, 1, 1).AddDays(n).ToString("yyyyMMdd", CultureInfo.InvariantCulture)
                + $"101112.{n:000000}",
            Vr.TM => $"2359{n % 60:00}.{n:000000}",
            Vr.AS => $"{n % 89 + 1:000}M",
            Vr.UI => $"1.2.826.0.1.3680043.10.999.7.{n}.1",
            Vr.DS or Vr.IS => $"7381{n:00000}",
            Vr.CS => $"PLNT{n:0000}",
            _ => $"Plnt{n:0000}q",
        };
        return vr switch
        {
            Vr.US or Vr.SS => [(byte)n, (byte)(n >> 8 | 0x40)],
            Vr.UL or Vr.SL or Vr.FL or Vr.AT => [(byte)n, (byte)(n >> 8), 0x50, 0x4C],
            Vr.FD => [(byte)n, (byte)(n >> 8), 0x50, 0x4C, 0x41, 0x4E, 0x54, 0x40],
            _ => Encoding.ASCII.GetBytes(text),
        };
    }
}
