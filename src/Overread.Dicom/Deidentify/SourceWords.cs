using Overread.Deidentification.Text;

namespace Overread.Dicom.Deidentify;

/// <summary>Reads from an object the words by which it names people, places and numbers of records.</summary>
internal static class SourceWords
{
    private const int DeepestLevel = 8;

    // Beside all names of persons: identifiers, addresses, institutions.
    private static readonly HashSet<uint> Identifying =
    [
        0x00080050,
        0x00080080,
        0x00080081,
        0x00081010,
        0x00081040,
        0x00100020,
        0x00100030,
        0x00101000,
        0x00101001,
        0x00101040,
        0x00102154,
        0x00102150,
        0x00102152,
        0x00102297,
        0x001021F0,
        0x00102299,
        0x00200010,
        0x00321032,
        0x00321033,
        0x00380010,
        0x00380300,
        0x00400254,
        0x00402016,
        0x00402017,
        0x00180088,
        0x00181000,
        0x00402008,
        0x00402009,
    ];

    /// <param name="dataset">The source.</param>
    /// <param name="pseudonym">What an earlier pass put in place of the patient; it identifies nobody.</param>
    internal static IdentifyingWords Collect(Dataset dataset, string pseudonym)
    {
        IdentifyingWords words = new();
        Collect(dataset, words, pseudonym, false, 0);
        return words;
    }

    /// <summary>Words about the patient alone: what an option keeps of places and devices may not hold even those.</summary>
    internal static IdentifyingWords OfPatient(Dataset dataset, string pseudonym)
    {
        IdentifyingWords words = new();
        Collect(dataset, words, pseudonym, true, 0);
        return words;
    }

    private static void Collect(Dataset dataset, IdentifyingWords words, string pseudonym, bool patient, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Items is { } items && depth < DeepestLevel)
            {
                foreach (Dataset item in items)
                {
                    Collect(item, words, pseudonym, patient, depth + 1);
                }
            }
            else if (
                (element.Vr == Vr.PN || Identifying.Contains(element.Tag.Value))
                && (!patient || element.Tag.Group == 0x0010)
                && dataset.TextOf(element) is { } text
                && text != pseudonym
            )
            {
                foreach (string reading in element.Vr == Vr.PN ? NameReadings.Of(dataset, element) : [text])
                {
                    words.Add(reading);
                }
            }
        }
    }
}
