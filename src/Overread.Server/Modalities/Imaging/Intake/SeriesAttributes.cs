using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// What items are hung by: words about each picture, from the header that readers get. Those of the standard's own lists are taken as
/// they stand; of free text only the series' description, as the plan left it.
/// </summary>
internal static class SeriesAttributes
{
    private const string Description = "description";
    private const int Longest = 64;

    // PS3.16 annex L: body parts as headers state them. A word that is not among them is not taken.
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "ABDOMEN",
        "ABDOMENPELVIS",
        "ANKLE",
        "AORTA",
        "ARM",
        "BRAIN",
        "BREAST",
        "CALCANEUS",
        "CALF",
        "CAROTID",
        "CHEST",
        "CHESTABDOMEN",
        "CHESTABDPELVIS",
        "CLAVICLE",
        "COCCYX",
        "CSPINE",
        "CTSPINE",
        "EAR",
        "ELBOW",
        "EYE",
        "FEMUR",
        "FINGER",
        "FOOT",
        "FOREARM",
        "HAND",
        "HEAD",
        "HEADNECK",
        "HEART",
        "HIP",
        "HUMERUS",
        "JAW",
        "KIDNEY",
        "KNEE",
        "LEG",
        "LIVER",
        "LSPINE",
        "LSSPINE",
        "LUNG",
        "MANDIBLE",
        "MAXILLA",
        "NECK",
        "NECKCHEST",
        "NOSE",
        "ORBIT",
        "PANCREAS",
        "PATELLA",
        "PELVIS",
        "PROSTATE",
        "RIB",
        "SCAPULA",
        "SHOULDER",
        "SKULL",
        "SPINE",
        "SSPINE",
        "STERNUM",
        "TESTIS",
        "THIGH",
        "THUMB",
        "THYROID",
        "TLSPINE",
        "TOE",
        "TSPINE",
        "UTERUS",
        "WHOLEBODY",
        "WRIST",
    };

    private static readonly Tag Contrast = new(0x00180010);
    private static readonly Tag SharedGroups = new(0x52009229);
    private static readonly Tag PlaneOrientation = new(0x00209116);

    // Projections come a few to a series; of a stack of hundreds nobody hangs single slices.
    private const int MostSingle = 64;

    /// <summary>What is the same in all files of a series, and, by file, what is not.</summary>
    /// <param name="files">The files of a series with an id each; headers as they leave.</param>
    /// <param name="moving">True where frames follow each other in time.</param>
    public static (
        IReadOnlyDictionary<string, string>? Same,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? ByFile
    ) Of(IReadOnlyList<(string Id, Dataset Header)> files, bool moving)
    {
        List<Dictionary<string, string>> all = [.. files.Select(f => Of(f.Header))];
        Dictionary<string, string> same = all[0]
            .Where(a => all.TrueForAll(other => other.GetValueOrDefault(a.Key) == a.Value))
            .ToDictionary(StringComparer.Ordinal);
        if (moving)
        {
            same["moving"] = "yes";
        }

        Dictionary<string, IReadOnlyDictionary<string, string>> own = [];
        for (int i = 0; i < files.Count && files.Count <= MostSingle; i++)
        {
            Dictionary<string, string> rest = all[i]
                .Where(a => !same.ContainsKey(a.Key))
                .ToDictionary(StringComparer.Ordinal);
            if (rest.Count > 0)
            {
                own[files[i].Id] = rest;
            }
        }

        return (same.Count > 0 ? same : null, own.Count > 0 ? own : null);
    }

    /// <summary>Without what was free text: after a person had elements taken out.</summary>
    public static IReadOnlyDictionary<string, string>? WithoutText(IReadOnlyDictionary<string, string>? attributes) =>
        attributes?.Where(a => a.Key != Description).ToDictionary(StringComparer.Ordinal) is { Count: > 0 } rest
            ? rest
            : null;

    private static Dictionary<string, string> Of(Dataset header)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        void Add(string name, string? word)
        {
            if (word is not null)
            {
                found[name] = word;
            }
        }

        Add("view", PictureView.Of(header));
        Add("laterality", PictureView.Side(header));
        Add(
            "body-part",
            PictureView.Word(header, Tags.BodyPartExamined)?.Replace(" ", "", StringComparison.Ordinal) is { } part
            && Parts.Contains(part)
                ? part
                : null
        );
        Add("plane", Plane(header));
        Add(
            "intent",
            PictureView.Word(header, Tags.PresentationIntentType) switch
            {
                "FOR PRESENTATION" => "presentation",
                "FOR PROCESSING" => "processing",
                _ => null,
            }
        );
        Add("localizer", Types(header).Contains("LOCALIZER") ? "yes" : null);
        Add("derived", Types(header) is ["DERIVED", ..] ? "yes" : null);
        Add("contrast", header.GetText(Contrast)?.Trim(' ', '\0') is { Length: > 0 } ? "yes" : null);
        Add(
            Description,
            header.GetText(Tags.SeriesDescription)?.Trim(' ', '\0') is { Length: > 0 } text
                ? text[..Math.Min(text.Length, Longest)]
                : null
        );
        return found;
    }

    private static string[] Types(Dataset header) =>
        (header.GetText(Tags.ImageType) ?? "").ToUpperInvariant().Split('\\', StringSplitOptions.TrimEntries);

    // By the strongest part of the normal; what leans by more than some 26 degrees is oblique (PS3.3 C.7.6.2.1.1).
    private static string? Plane(Dataset header)
    {
        // An object of many frames states it once for all of them, where it is the same.
        Dataset at =
            header.GetItems(SharedGroups) is [var shared, ..] && shared.GetItems(PlaneOrientation) is [var plane, ..]
                ? plane
                : header;
        if (at.GetNumbers(Tags.ImageOrientationPatient) is not [var a, var b, var c, var d, var e, var f])
        {
            return null;
        }

        double x = Math.Abs((b * f) - (c * e));
        double y = Math.Abs((c * d) - (a * f));
        double z = Math.Abs((a * e) - (b * d));
        double length = Math.Sqrt((x * x) + (y * y) + (z * z));
        return !(length > 1e-6) ? null
            : z / length > 0.9 ? "axial"
            : y / length > 0.9 ? "coronal"
            : x / length > 0.9 ? "sagittal"
            : "oblique";
    }
}
