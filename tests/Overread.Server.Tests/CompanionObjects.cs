using System.Text;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>Objects that go with an image: they have its patient and study, and refer to it.</summary>
internal static class CompanionObjects
{
    public const string Report = "1.2.840.10008.5.1.4.1.1.88.22";
    public const string KeyObjects = "1.2.840.10008.5.1.4.1.1.88.59";
    public const string Presentation = "1.2.840.10008.5.1.4.1.1.11.1";
    public const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";
    public const string Structures = "1.2.840.10008.5.1.4.1.1.481.3";
    public const string Dose = "1.2.840.10008.5.1.4.1.1.481.2";
    public const string Plan = "1.2.840.10008.5.1.4.1.1.481.5";
    public const string Waveform = "1.2.840.10008.5.1.4.1.1.9.1.1";
    public const string Pdf = "1.2.840.10008.5.1.4.1.1.104.1";
    public const string Cda = "1.2.840.10008.5.1.4.1.1.104.2";

    /// <summary>An object of a class, of the image's patient and study.</summary>
    /// <param name="image">The image's file.</param>
    /// <param name="sopClass">Its class.</param>
    /// <param name="number">Tells objects of one image apart.</param>
    /// <param name="fill">Adds what the kind has; given the data set and a reference to the image.</param>
    public static byte[] Of(byte[] image, string sopClass, int number, Action<Dataset, Dataset>? fill = null)
    {
        using DicomFile file = DicomFile.Read(image);
        Dataset d = new();
        foreach (Element element in file.Dataset.Elements.Where(e => e.Tag.Group is 0x0008 or 0x0010 or 0x0020))
        {
            d.Set(element);
        }

        string root = d.GetText(Tags.StudyInstanceUid)!;
        Dataset reference = new();
        reference.Set(Tags.ReferencedSopClassUid, Vr.UI, d.GetText(Tags.SopClassUid)!);
        reference.Set(Tags.ReferencedSopInstanceUid, Vr.UI, d.GetText(Tags.SopInstanceUid)!);
        d.Set(Tags.SopClassUid, Vr.UI, sopClass);
        d.Set(Tags.SopInstanceUid, Vr.UI, $"{root}.9.{number}");
        d.Set(Tags.SeriesInstanceUid, Vr.UI, $"{root}.8.{number}");
        d.Set(Tags.Modality, Vr.CS, sopClass.Contains(".88.", StringComparison.Ordinal) ? "SR" : "OT");
        (fill ?? ((data, to) => data.Set(new Element(Tags.ReferencedImageSequence, [to]))))(d, reference);
        using MemoryStream stream = new();
        new DicomFile(d).Write(stream);
        return stream.ToArray();
    }

    /// <summary>A report of one sentence about the image.</summary>
    public static byte[] ReportOf(byte[] image, string sentence, int number = 1) =>
        Of(
            image,
            Report,
            number,
            (d, reference) =>
            {
                d.Set(new Tag(0x0040A040), Vr.CS, "CONTAINER");
                d.Set(new Element(Tags.ConceptNameCodeSequence, [Code("126000", "DCM", "Imaging Measurement Report")]));
                d.Set(new Tag(0x0040A050), Vr.CS, "SEPARATE");
                Dataset text = new();
                text.Set(new Tag(0x0040A010), Vr.CS, "CONTAINS");
                text.Set(new Tag(0x0040A040), Vr.CS, "TEXT");
                text.Set(new Element(Tags.ConceptNameCodeSequence, [Code("121071", "DCM", "Finding")]));
                text.Set(new Tag(0x0040A160), Vr.UT, sentence);
                Dataset picture = new();
                picture.Set(new Tag(0x0040A010), Vr.CS, "CONTAINS");
                picture.Set(new Tag(0x0040A040), Vr.CS, "IMAGE");
                picture.Set(new Element(new Tag(0x00081199), [reference]));
                d.Set(new Element(Tags.ContentSequence, [text, picture]));
            }
        );

    /// <summary>Contours of one structure of the image.</summary>
    public static byte[] StructuresOf(byte[] image, string structure, int number = 2) =>
        Of(
            image,
            Structures,
            number,
            (d, reference) =>
            {
                d.Set(new Tag(0x30060002), Vr.SH, "RTSTRUCT");
                Dataset roi = new();
                roi.Set(new Tag(0x30060022), Vr.IS, "1");
                roi.Set(new Tag(0x30060026), Vr.LO, structure);
                d.Set(new Element(new Tag(0x30060020), [roi]));
                Dataset contour = new();
                contour.Set(new Element(new Tag(0x30060016), [reference]));
                contour.Set(new Tag(0x30060042), Vr.CS, "CLOSED_PLANAR");
                contour.Set(new Tag(0x30060046), Vr.IS, "3");
                contour.Set(new Tag(0x30060050), Vr.DS, "1\\2\\3\\4\\5\\3\\6\\7\\3");
                Dataset contours = new();
                contours.Set(new Element(new Tag(0x30060040), [contour]));
                contours.Set(new Tag(0x30060084), Vr.IS, "1");
                d.Set(new Element(new Tag(0x30060039), [contours]));
            }
        );

    /// <summary>A document as an object.</summary>
    public static byte[] DocumentOf(byte[] image, byte[] document, bool pdf = true, int number = 3) =>
        Of(
            image,
            pdf ? Pdf : Cda,
            number,
            (d, _) =>
            {
                d.Set(Tags.MimeTypeOfEncapsulatedDocument, Vr.LO, pdf ? "application/pdf" : "text/XML");
                d.Set(new Element(Tags.EncapsulatedDocument, Vr.OB, document));
            }
        );

    /// <summary>A PDF of one page with one line.</summary>
    public static byte[] PdfOf(string line)
    {
        string content = $"BT /F1 12 Tf 20 100 Td ({line}) Tj ET";
        StringBuilder pdf = new("%PDF-1.4\n");
        List<int> offsets = [];
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            $"<</Length {content.Length}>>stream\n{content}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        for (int i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(i + 1).Append(" 0 obj\n").Append(objects[i]).Append("\nendobj\n");
        }

        int table = pdf.Length;
        pdf.Append("xref\n0 6\n0000000000 65535 f \n");
        offsets.ForEach(o => pdf.Append(o.ToString("D10", null)).Append(" 00000 n \n"));
        pdf.Append("trailer<</Size 6/Root 1 0 R>>\nstartxref\n").Append(table).Append("\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    private static Dataset Code(string value, string scheme, string meaning)
    {
        Dataset code = new();
        code.Set(Tags.CodeValue, Vr.SH, value);
        code.Set(Tags.CodingSchemeDesignator, Vr.SH, scheme);
        code.Set(Tags.CodeMeaning, Vr.LO, meaning);
        return code;
    }
}
