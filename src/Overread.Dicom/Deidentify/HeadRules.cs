using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Overread.Deidentification.Text;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Tells from a header whether a volume may show a face. It may unless something names another region of the body and
/// nothing names the head, the neck or the whole: a missing body part says nothing.
/// </summary>
internal static class HeadRules
{
    // Longer than any field of view that ends below the chin and above the knees.
    private const double LongestRegion = 700;
    private const int MostSaid = 1_000;
    private static readonly ConcurrentDictionary<UInt128, bool> Said = new();

    private static readonly FrozenSet<string> Volumes = new[] { "CT", "MR", "PT", "PET", "CBCT", "MRI" }.ToFrozenSet(
        StringComparer.Ordinal
    );

    private static readonly string[] CtImages =
    [
        "1.2.840.10008.5.1.4.1.1.2",
        "1.2.840.10008.5.1.4.1.1.2.1",
        "1.2.840.10008.5.1.4.1.1.2.2",
    ];

    // CT, MR and PET in their single, enhanced and converted forms; X-ray volumes of the head and of vessels.
    private static readonly string[] VolumeClasses =
    [
        .. CtImages,
        "1.2.840.10008.5.1.4.1.1.4",
        "1.2.840.10008.5.1.4.1.1.4.1",
        "1.2.840.10008.5.1.4.1.1.4.3",
        "1.2.840.10008.5.1.4.1.1.4.4",
        "1.2.840.10008.5.1.4.1.1.13.1.1",
        "1.2.840.10008.5.1.4.1.1.13.1.2",
        "1.2.840.10008.5.1.4.1.1.128",
        "1.2.840.10008.5.1.4.1.1.128.1",
        "1.2.840.10008.5.1.4.1.1.130",
    ];

    // Words about the head, the neck and the whole body, capitals without diacritics; what Begins says of their length.
    private static readonly string[] HeadWords = (
        "HEAD BRAIN SKULL FACE FACIAL CRANI CEREB ENCEPHAL NEURO ORBIT SINUSES PARANASAL MAXILL MANDIB PITUITAR HYPOPHYS SELLA MASTOID "
        + "CALVARI SCALP VERTEX TEMPORAL OCCIPIT FOREHEAD NECK CERVICAL CERVICO CAROT LARYNX LARYNG PHARYN NASOPHAR OROPHAR THYROID PAROTID "
        + "TONGUE DENTAL DENTA TEETH TOOTH JAW WHOLEBODY HEADNECK CSPINE STROKE CHIASM HIPPOCAMP MENING GLIOM GLIOBLAST EYES EYE EAR EARS "
        + "KOPF* SCHADEL SCHAEDEL GEHIRN HIRN* GESICHT AUGE OHR KIEFER ZAHN* HALS* FELSENBEIN NASENNEBEN GANZKORPER GANZKOERPER "
        + "TETE CRANE CERVEAU VISAGE OEIL OEILS COU MACHOIRE DENTAIRE ROCHER CABEZA CEREBRO CRANEO CARA OJO CUELLO DIENTE MANDIBULA "
        + "TESTA CRANIO CERVELLO ENCEFALO VOLTO OCCHIO COLLO CABECA PESCOCO ROSTO HOOFD HERSEN SCHEDEL GELAAT HODE HOVED HUVUD HJARNA HJERNE ANSIKT "
        + "GLOWA MOZG CZASZKA TWARZ SZYJA HLAVA MOZEK FEJ AGY KOPONYA CREIER KAFA BEYIN BOYUN PAA AIVOT KALLO"
    ).Split(' ');

    // Whole words: as a beginning they would be met in others.
    private static readonly FrozenSet<string> HeadTokens = new[]
    {
        "IAC",
        "IACS",
        "TMJ",
        "NNH",
        "HNO",
        "ENT",
        "ORL",
        "HWS",
        "WB",
        "FACE",
        "HN",
        "CTB",
        "MRB",
        "CCT",
        "CMRT",
        "SHUNT",
        "DVT",
        "CBCT",
        "TOTALBODY",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] HeadPhrases =
    [
        "WHOLE BODY",
        "TOTAL BODY",
        "CORPS ENTIER",
        "CUERPO ENTERO",
        "CUERPO COMPLETO",
        "CORPO INTERO",
        "CORPO INTEIRO",
        "HELE KROP",
        "C SPINE",
        "CEREBRAL",
        "TO THIGH",
        "HEAD TO TOE",
    ];

    private static readonly string[] HeadLetters =
    [
        "ГОЛОВ",
        "МОЗГ",
        "ЧЕРЕП",
        "ЛИЦО",
        "ШЕЯ",
        "ΚΕΦΑΛ",
        "ΕΓΚΕΦΑΛ",
        "头",
        "頭",
        "颅",
        "脑",
        "脳",
        "顔",
        "面部",
        "颈",
        "頸",
        "首",
        "全身",
        "머리",
        "두부",
        "뇌",
        "얼굴",
        "경부",
        "رأس",
        "دماغ",
        "ראש",
        "מוח",
    ];

    // Heads that are no heads, and how a patient lies.
    private static readonly string[] OtherHeads =
    [
        "FEMORAL HEAD",
        "FEMUR HEAD",
        "HUMERAL HEAD",
        "HUMERUS HEAD",
        "RADIAL HEAD",
        "HEAD FIRST",
        "HEADFIRST",
        "PANCREATIC HEAD",
        "PANCREAS HEAD",
        "HEAD OF PANCREAS",
        "METATARSAL HEAD",
        "SINUS CORONARY",
        "CORONARY SINUS",
        "AORTIC SINUS",
        "TEMPORAL RESOLUTION",
        "TEMPORAL POSITION",
        "TEMPORAL SUBTRACTION",
    ];

    private static readonly string[] OtherWords = (
        "CHEST THORA* LUNG PULMO LUNGE POUMON TORAX TORACE CARDI HEART HERZ* COEUR CORAZON CUORE CORACAO CORONAR AORTA AORTIC "
        + "ABDOM ABDPEL BAUCH ADDOME VIENTRE BUIK LIVER HEPAT LEBER FOIE HIGADO FEGATO KIDNEY RENAL NIERE RINON SPLEEN PANCREA BOWEL COLON RECTUM RECTAL "
        + "STOMACH PELVI BECKEN BASSIN BACINO PROSTAT BLADDER UTERUS UTERIN OVARY OVARI BREAST BRUST MAMA MAMMA LUMBA LUMBO LENDEN LSPINE TSPINE LWS BWS SACRUM SACRAL "
        + "COCCY HIP HUFTE HUEFT HANCHE CADERA ANCA QUADRIL KNEE KNIE GENOU RODILLA GINOCCHIO JOELHO ANKLE SPRUNG CHEVILLE TOBILLO CAVIGLIA FOOT FEET FUSS PIED "
        + "PIEDE HEEL TOE HAND MANO WRIST HANDGELENK POIGNET MUNECA POLSO ELBOW ELLEN COUDE CODO GOMITO SHOULDER SCHULTER EPAULE HOMBRO SPALLA OMBRO "
        + "CLAVIC SCAPUL STERNUM STERNAL RIB FEMUR TIBIA FIBULA HUMER RADIUS ULNA LEG ARM FOREARM THIGH CALF EXTREMIT FINGER "
        + "FETUS FETAL GALLBLADDER BILIARY MRCP UROGR ENTEROGR COLONOGR ADRENAL PERITON MEDIAST ESOPH RUNOFF FEMORAL ILIAC "
        + "OBERBAUCH UNTERBAUCH BORSTKAS BEKKEN HEUP SCHOUDER ENKEL ELLEBOOG LONGEN BRYSTKASSE SKULDER KLATKA BRZUCH BRZUSZN MIEDNIC KOLANO "
        + "HRUDNIK BRICHO PANEV KOLENO PULMA POLMON FIGADO BACIA PELVE TORNOZEL MELLKAS HASI MEDENC KARIN GOGUS RINTAKEHA VATSA LANTIO "
        + "SMARTSCORE CASCORE CALCIUMSCORE"
    ).Split(' ');

    private static readonly FrozenSet<string> OtherTokens = new[]
    {
        "ABD",
        "ABDO",
        "CAP",
        "LSP",
        "TSP",
        "CTPA",
        "CTAP",
        "HCC",
        "KUB",
        "CHST",
        "PELV",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] OtherPhrases = ["C A P", "CALCIUM SCOR", "CA SCOR"];

    private static readonly string[] OtherLetters =
    [
        "ГРУДН",
        "ГРУДИ",
        "БРЮШ",
        "ЖИВОТ",
        "КОЛЕН",
        "ПЕЧЕН",
        "ΘΩΡΑΚ",
        "ΚΟΙΛΙ",
        "胸",
        "腹",
        "骨盆",
        "骨盤",
        "盆腔",
        "腰椎",
        "膝",
        "흉부",
        "복부",
        "골반",
        "무릎",
        "بطن",
        "حوض",
    ];

    private static readonly FrozenSet<string> HeadCodes = new[]
    {
        "69536005",
        "12738006",
        "89546000",
        "89545001",
        "45048000",
        "774007",
        "371398005",
        "117590005",
        "2095001",
        "363654007",
        "70925003",
        "91609006",
        "661005",
        "56329008",
        "38266002",
        "122494005",
        "69105007",
        "81745001",
        "363705008",
        "T-D1100",
        "T-A0100",
        "T-11100",
        "T-D1200",
        "T-D1600",
        "T-D1000",
        "T-AA000",
        "T-AB000",
        "T-22000",
        "T-D1460",
        "T-D0010",
        "T-11500",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly Tag[] Texts =
    [
        Tags.BodyPartExamined,
        Tags.StudyDescription,
        Tags.SeriesDescription,
        Tags.ProtocolName,
        new(0x00321060),
        new(0x00400254),
        new(0x00400007),
        new(0x00081080),
        new(0x00204000),
    ];

    private static readonly Tag[] Codes =
    [
        new(0x00082218),
        new(0x00082228),
        new(0x00081032),
        new(0x00321064),
        new(0x00400260),
        new(0x00400008),
        new(0x00400275),
        new(0x52009229),
        new(0x52009230),
        new(0x00209071),
    ];

    /// <summary>True for the classes of CT, which are images of a volume and no captures of a screen.</summary>
    internal static bool IsCtImage(string sopClass) => CtImages.Contains(sopClass);

    /// <summary>True for what is laid on a grid to look for a face.</summary>
    internal static bool IsVolume(DicomFile file) =>
        Volumes.Contains((file.Dataset.GetText(Tags.Modality) ?? "").Trim().ToUpperInvariant())
        || VolumeClasses.Contains(file.SopClassUid);

    /// <summary>True for a volume that may show a face.</summary>
    internal static bool MayShowFace(DicomFile file)
    {
        Dataset dataset = file.Dataset;
        if (!IsVolume(file))
        {
            return false;
        }

        // X-ray volumes of the jaw and the face are a class of their own.
        if (file.SopClassUid == "1.2.840.10008.5.1.4.1.1.13.1.2")
        {
            return true;
        }

        StringBuilder said = new();
        bool headCode = false;
        foreach (Tag tag in Texts)
        {
            said.Append(' ').Append(dataset.GetText(tag));
        }

        foreach (Dataset item in Codes.SelectMany(tag => dataset.GetItems(tag)).SelectMany(WithInner))
        {
            headCode |= HeadCodes.Contains((item.GetText(Tags.CodeValue) ?? "").Trim());
            said.Append(' ').Append(item.GetText(Tags.CodeMeaning));
        }

        return headCode || IsLong(dataset) || Names(said.ToString());
    }

    // A series says the same in every file. What it says is kept as a hash alone, for it may name somebody.
    private static bool Names(string said)
    {
        UInt128 key = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(said.AsSpan()));
        if (Said.TryGetValue(key, out bool held))
        {
            return held;
        }

        if (Said.Count >= MostSaid)
        {
            Said.Clear();
        }

        return Said[key] = NamesHead(said, out bool other) || !other;
    }

    /// <summary>An item and the items inside it: region codes stand in functional groups and in modifiers.</summary>
    private static IEnumerable<Dataset> WithInner(Dataset item) =>
        item
            .Elements.Where(element => element.Items is not null)
            .SelectMany(element => element.Items!)
            .SelectMany(WithInner)
            .Prepend(item);

    /// <summary>True where the words name the head, the neck or the whole body.</summary>
    /// <param name="said">Texts of a header.</param>
    /// <param name="other">True where they name another region.</param>
    private static bool NamesHead(string said, out bool other)
    {
        string folded = NameForms.Fold(said);
        string text = string.Join(
            ' ',
            string.Concat(folded.Select(c => char.IsLetter(c) ? c : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        foreach (string phrase in OtherHeads)
        {
            text = text.Replace(phrase, " ", StringComparison.Ordinal);
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        other =
            words.Any(word => OtherTokens.Contains(word) || OtherWords.Any(begin => Begins(word, begin)))
            || OtherPhrases.Any(phrase => $" {text} ".Contains($" {phrase}", StringComparison.Ordinal))
            || OtherLetters.Any(letters => said.Contains(letters, StringComparison.OrdinalIgnoreCase));
        return words.Any(word => HeadTokens.Contains(word) || HeadWords.Any(begin => Begins(word, begin)))
            || HeadPhrases.Any(phrase => text.Contains(phrase, StringComparison.Ordinal))
            || HeadLetters.Any(letters => said.Contains(letters, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Short entries are whole words, or a plural; longer ones, and those with a star, are beginnings.</summary>
    private static bool Begins(string word, string entry)
    {
        string begin = entry.TrimEnd('*');
        return begin.Length > 4 || begin.Length < entry.Length
            ? word.StartsWith(begin, StringComparison.Ordinal)
            : word == begin
                || word.Length == begin.Length + 1
                    && word[^1] == 'S'
                    && word.StartsWith(begin, StringComparison.Ordinal);
    }

    /// <summary>True where one object covers more of the body than a region.</summary>
    private static bool IsLong(Dataset dataset)
    {
        double frames = dataset.GetNumber(Tags.NumberOfFrames) ?? 1;
        double step = dataset.GetNumber(new Tag(0x00180088)) ?? dataset.GetNumber(Tags.SliceThickness) ?? 0;
        return frames > 1 && frames * step > LongestRegion;
    }
}
