using System.Globalization;
using System.Text;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>
/// Identifiers hidden in one way each, in objects of several kinds and transfer syntaxes, under several plans: what is
/// written holds none of them. Seeded; --all plays every combination.
/// </summary>
public sealed class LeakGeneratorTests
{
    private const int InShort = 400;
    private static readonly string[] Tokens =
    [
        "QUILLFEATHER",
        "7714093",
        "5550142",
        "19400102",
        "SWITHIN",
        "1940-01-02",
    ];

    private static readonly string[] Classes =
    [
        "1.2.840.10008.5.1.4.1.1.2",
        "1.2.840.10008.5.1.4.1.1.4",
        "1.2.840.10008.5.1.4.1.1.1",
        "1.2.840.10008.5.1.4.1.1.7",
        "1.2.840.10008.5.1.4.1.1.6.1",
        "1.2.840.10008.5.1.4.1.1.128",
        "1.2.840.10008.5.1.4.1.1.2.1",
        "1.2.826.0.1.3680043.9.9999.71.33.1",
    ];

    private static readonly string[] Syntaxes =
    [
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.5",
        "1.2.840.10008.1.2.4.80",
    ];

    private static readonly DeidentificationPlan[] Plans =
    [
        new(DeidentificationProfile.Basic),
        new(DeidentificationProfile.Strict),
        DeidentificationPlan.Gate,
        new(
            DeidentificationProfile.Basic,
            DeidentificationOptions.CleanDescriptors
                | DeidentificationOptions.CleanGraphics
                | DeidentificationOptions.CleanStructuredContent
                | DeidentificationOptions.RetainModifiedDates
                | DeidentificationOptions.RetainPatientCharacteristics
                | DeidentificationOptions.RetainDeviceIdentity
                | DeidentificationOptions.RetainSafePrivate
        ),
    ];

    private static readonly Action<Dataset>[] Hidden =
    [
        d => d.Set(new Tag(0x00180015), Vr.CS, "QUILLFEATHER"),
        d => d.Set(new Tag(0x00180015), Vr.CS, "Swithin knee"),
        d => d.Set(new Tag(0x00080008), Vr.CS, "ORIGINAL\\PRIMARY\\CALL 5550142"),
        d => d.Set(new Tag(0x00180022), Vr.CS, "MRN7714093"),
        d => d.Set(new Tag(0x00180050), Vr.DS, "5550142 Swithin"),
        d => d.Set(new Tag(0x00200012), Vr.IS, "7714093"),
        d => d.Set(new Tag(0x00080032), Vr.TM, "19400102"),
        d => d.Set(new Tag(0x0008002A), Vr.DT, "1940-01-02 10:11"),
        d => d.Set(new Tag(0x0008002A), Vr.DT, "Swithin"),
        d => d.Set(new Tag(0x00080022), Vr.DA, "Swithin"),
        d => d.Set(new Tag(0x00181250), Vr.SH, "coil of Quillfeather"),
        d => d.Set(new Tag(0x00081090), Vr.LO, "ACME, Dr. Swithin"),
        d => d.Set(new Tag(0x00181020), Vr.LO, "V1.2 quillfeather@example.org"),
        d => d.Set(new Tag(0x00080070), Vr.LO, "ACME quíllfeather"),
        d => d.Set(new Tag(0x00200052), Vr.UI, "1.2.840.10008.5.1.4.1.1.2.19400102.7714093"),
        d => d.Set(new Tag(0x00080018), Vr.UI, "1.2.3.7714093.19400102"),
        d => d.Set(new Tag(0x00081030), Vr.LO, "CT CHEST Quillfeather 5550142"),
        d => d.Set(new Tag(0x0008103E), Vr.LO, "AX, born 1940-01-02"),
        d => d.Set(new Tag(0x00204000), Vr.LT, "Mrs Swithin, 5550142"),
        d => d.Set(new Tag(0x00082218), Code("SRT", "T-D3000", "Chest of Mrs Swithin")),
        d => d.Set(new Tag(0x00082218), Code("99SWITHIN", "X1", "Chest")),
        d => d.Set(new Tag(0x00082218), Code("SCT", "5550142", "Chest")),
        d => d.Set(new Tag(0x00082218), Code("UCUM", "{Quillfeather}", "Chest")),
        d => d.Set(new Tag(0x00081110), Nested("1.2.3.7714093")),
        d => d.Set(new Tag(0x00091001), Vr.LO, "Quillfeather"),
        d => d.Set(new Tag(0x60000022), Vr.LO, "Quillfeather"),
        d => d.Set(new Element(new Tag(0x00280010), Vr.LO, Encoding.ASCII.GetBytes("Swithin "))),
        d => d.Set(new Element(new Tag(0x00189999), Vr.UN, Encoding.ASCII.GetBytes("Swithin "))),
        d => d.Set(new Element(new Tag(0x00282000), Vr.OB, Encoding.ASCII.GetBytes("profile of Quillfeather."))),
        d => d.Set(new Tag(0x00104000), Vr.LT, "Quillfeather"),
        d => d.Set(new Tag(0x00321060), Vr.LO, "Chest for Dr Swithin"),
        d => d.Set(new Tag(0x00400254), Vr.LO, "Chest of Quillfeather"),
    ];

    [Fact]
    public void What_is_written_holds_nothing_that_was_hidden()
    {
        bool all = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1";
        List<(int Hidden, int Class, int Syntax, int Plan)> cases =
        [
            .. from h in Enumerable.Range(0, Hidden.Length)
            from c in Enumerable.Range(0, Classes.Length)
            from s in Enumerable.Range(0, Syntaxes.Length)
            from p in Enumerable.Range(0, Plans.Length)
            select (h, c, s, p),
        ];
        Random random = new(20261129);
        if (!all)
        {
            // Every way of hiding with every plan, in a kind and a syntax by lot; then more by lot.
            cases =
            [
                .. cases.GroupBy(c => (c.Hidden, c.Plan)).Select(g => g.ElementAt(random.Next(g.Count()))),
                .. random.GetItems(cases.ToArray(), InShort),
            ];
        }

        List<string> wrong = [];
        int written = 0;
        foreach ((int hidden, int sopClass, int syntax, int plan) in cases)
        {
            using DicomFile file = DicomFile.Read(Make(Hidden[hidden], Classes[sopClass], Syntaxes[syntax]));
            RewriteResult result = new DatasetRewriter(Plans[plan], Samples.Key).Rewrite(file);
            Assert.NotNull(result.Output);
            byte[] plain = Samples.Bytes(result.Output, TransferSyntaxOf(file));
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"{hidden} in {Classes[sopClass]} {Syntaxes[syntax]} plan {plan}"
            );
            if (Found(plain) is { } token)
            {
                wrong.Add($"{name}: {token} is left");
            }
            else if (ResidualCheck.Run(file, plain, Plans[plan]) is [{ } kind, ..])
            {
                wrong.Add($"{name}: blocked without need, {kind}");
            }

            written++;
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {written}\n{string.Join('\n', wrong.Take(40))}");
    }

    /// <summary>Something that bytes can be searched in: the same encoding, but never deflated.</summary>
    private static TransferSyntax? TransferSyntaxOf(DicomFile file) =>
        file.TransferSyntax == TransferSyntax.DeflatedExplicitLittleEndian ? TransferSyntax.ExplicitLittleEndian : null;

    private static string? Found(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes).ToUpperInvariant();
        return Array.Find(Tokens, token => text.Contains(token, StringComparison.Ordinal));
    }

    private static byte[] Make(Action<Dataset> hide, string sopClass, string syntax)
    {
        Dataset dataset = [];
        foreach (Element element in Samples.Slice.Dataset.Elements)
        {
            dataset.Set(element);
        }

        dataset.Set(new Tag(0x00080005), Vr.CS, "ISO_IR 192");
        dataset.Set(Tags.SopClassUid, Vr.UI, sopClass);
        dataset.Set(Tags.PatientName, Vr.PN, "Quillfeather^Ottoline");
        dataset.Set(Tags.PatientId, Vr.LO, "MRN7714093");
        dataset.Set(Tags.PatientBirthDate, Vr.DA, "19400102");
        dataset.Set(new Tag(0x00102154), Vr.SH, "555-0142");
        dataset.Set(new Tag(0x00080090), Vr.PN, "Swithin^Hale");
        Assert.True(TransferSyntax.TryFind(syntax, out TransferSyntax to));
        using DicomFile plain = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        DicomFile coded = plain;
        Assert.True(
            to == plain.TransferSyntax || Transcoder.TryTranscode(plain, to, out coded, out Finding? problem),
            "not coded"
        );
        hide(coded.Dataset);
        return Samples.Bytes(coded);
    }

    private static Dataset Code(string scheme, string value, string meaning)
    {
        Dataset code = [];
        code.Set(Tags.CodeValue, Vr.SH, value);
        code.Set(Tags.CodingSchemeDesignator, Vr.SH, scheme);
        code.Set(Tags.CodeMeaning, Vr.LO, meaning);
        return code;
    }

    private static Dataset Nested(string uid)
    {
        Dataset item = [];
        item.Set(new Tag(0x00081150), Vr.UI, "1.2.840.10008.5.1.4.1.1.2");
        item.Set(new Tag(0x00081155), Vr.UI, uid);
        return item;
    }
}
