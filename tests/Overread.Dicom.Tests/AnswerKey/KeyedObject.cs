using System.Buffers.Binary;
using System.Globalization;

namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>Writes one object and, for each value that it plants, what must become of it.</summary>
internal sealed class KeyedObject(
    Random random,
    KeyedPatient patient,
    DateOnly day,
    int study,
    string modality,
    string description,
    string series,
    int instance,
    bool picture
)
{
    private const int Side = 64;
    private readonly List<KeyCheck> _checks = [];
    private readonly List<(Tag Tag, int Item)> _path = [];
    private readonly Dataset _root = new();

    private string StudyUid => $"{patient.Root}.{study + 1}";

    private int SeriesNumber => Array.IndexOf(["CT", "MR", "DX", "US", "SR"], modality) + 1;

    private string InstanceUid => $"{StudyUid}.{SeriesNumber}.{instance}";

    internal KeyedInstance Build()
    {
        _root.Set(Tags.SpecificCharacterSet, Vr.CS, patient.Charset);
        General();
        Patient();
        Requests();
        Private();
        if (modality == "SR")
        {
            Report();
        }
        else
        {
            Image();
            Pixels();
        }

        string name = $"{patient.Surname}_{patient.Id}/{KeyedPatient.Day(day)}/{modality}/{instance}.dcm";
        return new KeyedInstance(name, InstanceUid, patient.Number, Samples.Bytes(new DicomFile(_root)), _checks);
    }

    private void General()
    {
        string sopClass = modality switch
        {
            "CT" => "1.2.840.10008.5.1.4.1.1.2",
            "MR" => "1.2.840.10008.5.1.4.1.1.4",
            "DX" => "1.2.840.10008.5.1.4.1.1.1.1",
            "US" => "1.2.840.10008.5.1.4.1.1.6.1",
            _ => "1.2.840.10008.5.1.4.1.1.88.22",
        };
        Keep(_root, Tags.SopClassUid, sopClass);
        Keep(_root, Tags.Modality, modality);
        Keep(_root, Tags.Manufacturer, "Overread Phantoms");
        Keep(_root, Tags.SeriesNumber, KeyedSet.Text(SeriesNumber));
        Keep(_root, Tags.InstanceNumber, KeyedSet.Text(instance));
        Uid(_root, Tags.SopInstanceUid, InstanceUid);
        Uid(_root, Tags.StudyInstanceUid, StudyUid);
        Uid(_root, Tags.SeriesInstanceUid, $"{StudyUid}.{SeriesNumber}");
        foreach (Tag tag in (Tag[])[Tags.StudyDate, Tags.SeriesDate, Tags.ContentDate])
        {
            Date(_root, tag, day);
        }

        _root.Set(Tags.AcquisitionDateTime, Vr.DT, KeyedPatient.Day(day) + "101500.25+0100");
        Check(KeyAction.DateShifted, Tags.AcquisitionDateTime, KeyedPatient.Day(day));
        foreach (Tag tag in (Tag[])[Tags.StudyTime, Tags.SeriesTime, Tags.ContentTime])
        {
            _root.Set(tag, "101500");
            Check(KeyAction.TextNotNull, tag, "");
        }

        Remove(_root, Tags.AccessionNumber, Vr.SH, "ACC" + patient.Serial[2..]);
        _root.Set(Tags.StudyId, Vr.SH, patient.Serial[^5..]);
        Check(KeyAction.TextRemoved, Tags.StudyId, patient.Serial[^5..]);
        Remove(_root, Tags.InstitutionName, Vr.LO, patient.Hospital);
        Remove(_root, Tags.InstitutionAddress, Vr.ST, patient.Street);
        Remove(_root, Tags.StationName, Vr.SH, patient.Serial[..6]);
        Remove(_root, Tags.ReferringPhysicianName, Vr.PN, patient.Physician);
        Remove(_root, Tags.PhysiciansOfRecord, Vr.PN, patient.Physician);
        Remove(_root, Tags.OperatorsName, Vr.PN, patient.Operator);
        Remove(_root, Tags.DeviceSerialNumber, Vr.LO, patient.Serial);
        Describe(_root, Tags.StudyDescription, description);
        Describe(_root, Tags.SeriesDescription, series);
        Describe(_root, Tags.ProtocolName, series);
    }

    private void Patient()
    {
        Remove(_root, Tags.PatientName, Vr.PN, patient.PersonName);
        Check(KeyAction.TextNotNull, Tags.PatientName, "");
        _root.Set(Tags.PatientId, Vr.LO, patient.Id);
        Check(KeyAction.PatientIdConsistent, Tags.PatientId, patient.Id);
        Remove(_root, Tags.OtherPatientIds, Vr.LO, "X" + patient.Id);
        Remove(_root, Tags.PatientBirthDate, Vr.DA, KeyedPatient.Day(patient.Birth));
        Keep(_root, Tags.PatientSex, patient.Number % 2 == 0 ? "F" : "M");
        Keep(_root, Tags.PatientWeight, "71");
        string age = patient.Age.ToString("000", CultureInfo.InvariantCulture) + "Y";
        _root.Set(Tags.PatientAge, Vr.AS, age);
        Check(patient.Age > 89 ? KeyAction.TextRemoved : KeyAction.TextRetained, Tags.PatientAge, age);
        Remove(_root, Tags.PatientAddress, Vr.LO, $"{patient.Street} {patient.Hospital}");
        Remove(_root, Tags.PatientTelephoneNumbers, Vr.SH, patient.Telephone[..16]);
        Sentence(
            _root,
            Tags.PatientComments,
            Vr.LT,
            $"calls from {patient.Telephone}, ask for {patient.Forename} {patient.Surname}",
            patient.Telephone,
            patient.Forename,
            patient.Surname
        );
        Sentence(
            _root,
            new Tag(0x001021B0),
            Vr.LT,
            $"{patient.Surname} seen {day:dd.MM.yyyy} by {patient.Physician.Split('^')[0]}",
            patient.Surname,
            $"{day:dd.MM.yyyy}",
            patient.Physician.Split('^')[0]
        );
        Remove(_root, new Tag(0x00102180), Vr.SH, "dentist");
    }

    /// <summary>Orders and steps: identifiers two sequences deep, references that must go on resolving.</summary>
    private void Requests()
    {
        Dataset request = new(_root);
        Dataset code = new(request);
        _path.Add((Tags.RequestAttributesSequence, 0));
        Remove(request, new Tag(0x00401001), Vr.SH, "RP" + patient.Serial[2..]);
        Describe(request, new Tag(0x00400007), description);
        _path.Add((new Tag(0x00400008), 0));
        Keep(code, Tags.CodeValue, "24627-2");
        Keep(code, Tags.CodingSchemeDesignator, "LN");
        Keep(code, Tags.CodeMeaning, "CT Chest");
        _path.Clear();
        request.Set(new Element(new Tag(0x00400008), [code]));
        _root.Set(new Element(Tags.RequestAttributesSequence, [request]));
        Dataset reference = new(_root);
        _path.Add((Tags.ReferencedImageSequence, 0));
        Keep(reference, Tags.ReferencedSopClassUid, "1.2.840.10008.5.1.4.1.1.2");
        Uid(reference, Tags.ReferencedSopInstanceUid, $"{StudyUid}.1.1");
        _path.Clear();
        _root.Set(new Element(Tags.ReferencedImageSequence, [reference]));
    }

    private void Private()
    {
        // Known to be safe by creator and number, beside one of the same block that is not.
        _root.Set(Element.Text(new Tag(0x00190010), Vr.LO, "GEMS_ACQU_01"));
        Keep(_root, new Tag(0x00191023), Vr.DS, "27.5");
        Keep(_root, new Tag(0x00191027), Vr.DS, "1.4");
        Check(KeyAction.TagRetained, new Tag(0x00190010), "");
        Remove(_root, new Tag(0x001910F1), Vr.LO, $"{patient.Surname} {patient.Id}");
        _root.Set(Element.Text(new Tag(0x00290010), Vr.LO, "OVERREAD PRIVATE"));
        Remove(_root, new Tag(0x00291001), Vr.LO, $"{patient.Forename} {patient.Surname}");
        Dataset hidden = new(_root);
        hidden.Set(Element.Text(new Tag(0x00100010), Vr.PN, patient.PersonName, _root.CharacterSet));
        _root.Set(new Element(new Tag(0x00291002), [hidden]));
        Check(KeyAction.TextRemoved, new Tag(0x00291002), patient.Surname);
    }

    private void Image()
    {
        Uid(_root, Tags.FrameOfReferenceUid, $"{StudyUid}.99");
        Keep(_root, Tags.ImageType, "ORIGINAL\\PRIMARY");
        Keep(_root, Tags.BodyPartExamined, "CHEST");
        Keep(_root, Tags.PixelSpacing, "0.7\\0.7");
        Keep(_root, Tags.ImagePositionPatient, $"-20\\-20\\{instance * 2.5:0.0}");
        Keep(_root, Tags.ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
        Keep(_root, Tags.SliceThickness, "2.5");
        Keep(_root, Tags.Kvp, "120");
        Keep(_root, Tags.RescaleSlope, "1");
        Keep(_root, Tags.RescaleIntercept, "-1024");
        Keep(_root, Tags.WindowCenter, "40");
        Keep(_root, Tags.WindowWidth, "400");
        Keep(_root, Tags.PhotometricInterpretation, "MONOCHROME2");
        Sentence(
            _root,
            Tags.ImageComments,
            Vr.LT,
            $"repeat for {patient.Surname}, {day:MM/dd/yyyy}",
            patient.Surname,
            $"{day:MM/dd/yyyy}"
        );
    }

    private void Pixels()
    {
        if (picture)
        {
            Picture();
            return;
        }

        Layout(Side, Side, 16, 12);
        byte[] pixels = new byte[Side * Side * 2];
        for (int i = 0; i < pixels.Length; i += 2)
        {
            // Smooth, as anatomy is: where every pixel is another, a search for text has nothing to go by.
            int value = (i * 4095 / pixels.Length) + random.Next(16);
            BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(i), (ushort)Math.Min(value, 4095));
        }

        _root.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        Check(KeyAction.PixelsRetained, Tags.PixelData, KeyedSet.Hash(pixels));
    }

    /// <summary>An ultrasound picture; in the first study with the patient written into it, in the second with no word.</summary>
    private void Picture()
    {
        string[] texts =
            study == 0
                ? [$"{patient.Surname.ToUpperInvariant()}, {patient.Forename}", patient.Id, patient.Hospital]
                : [];
        (DicomFile made, List<BurnedInWord> words) = BurnedInImages.Create(3 * random.Next(1000), texts);
        byte[] pixels = made.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        Layout(BurnedInImages.Height, BurnedInImages.Width, 8, 8);
        _root.Set(new Element(Tags.PixelData, Vr.OB, pixels));
        foreach (BurnedInWord word in words)
        {
            _checks.Add(new KeyCheck(KeyAction.PixelsHidden, [(Tags.PixelData, 0)], word.Text, word.Box));
        }

        if (words.Count == 0)
        {
            Check(KeyAction.PixelsRetained, Tags.PixelData, KeyedSet.Hash(pixels));
        }
    }

    private void Layout(int rows, int columns, int allocated, int stored)
    {
        foreach (
            (Tag tag, int value) in ((Tag, int)[])
                [
                    (Tags.SamplesPerPixel, 1),
                    (Tags.BitsAllocated, allocated),
                    (Tags.BitsStored, stored),
                    (Tags.HighBit, stored - 1),
                    (Tags.PixelRepresentation, 0),
                    (Tags.Rows, rows),
                    (Tags.Columns, columns),
                ]
        )
        {
            _root.Set(tag, (ushort)value);
            Check(KeyAction.TagRetained, tag, "");
        }
    }

    private void Report()
    {
        Keep(_root, new Tag(0x0040A040), "CONTAINER");
        Keep(_root, new Tag(0x0040A050), "SEPARATE");
        Keep(_root, new Tag(0x0040A491), "COMPLETE");
        Keep(_root, new Tag(0x0040A493), "UNVERIFIED");
        Dataset text = new(_root);
        Dataset name = new(_root);
        Dataset when = new(_root);
        Dataset what = new(_root);
        _path.Add((Tags.ContentSequence, 0));
        Keep(text, new Tag(0x0040A040), "TEXT");
        string sentence =
            $"Chest CT of {patient.Forename} {patient.Surname}: no pleural effusion, call {patient.Telephone}";
        Sentence(text, new Tag(0x0040A160), Vr.UT, sentence, patient.Forename, patient.Surname, patient.Telephone);
        Check(KeyAction.TextRetained, new Tag(0x0040A160), "Chest CT no pleural effusion");
        _path[0] = (Tags.ContentSequence, 1);
        Keep(name, new Tag(0x0040A040), "PNAME");
        Remove(name, new Tag(0x0040A123), Vr.PN, patient.Physician);
        _path[0] = (Tags.ContentSequence, 2);
        Keep(when, new Tag(0x0040A040), "DATE");
        Date(when, new Tag(0x0040A121), day);
        _path[0] = (Tags.ContentSequence, 3);
        Keep(what, new Tag(0x0040A040), "UIDREF");
        Uid(what, new Tag(0x0040A124), $"{StudyUid}.1.1");
        _path.Clear();
        _root.Set(new Element(Tags.ContentSequence, [text, name, when, what]));
    }

    private void Keep(Dataset dataset, Tag tag, string value) => Keep(dataset, tag, AttributeRegistry.VrOf(tag), value);

    private void Keep(Dataset dataset, Tag tag, Vr vr, string value)
    {
        dataset.Set(Element.Text(tag, vr, value));
        Check(KeyAction.TagRetained, tag, "");
        Check(KeyAction.TextNotNull, tag, "");
        Check(KeyAction.TextRetained, tag, value);
    }

    private void Remove(Dataset dataset, Tag tag, Vr vr, string value)
    {
        dataset.Set(Element.Text(tag, vr, value, _root.CharacterSet));
        Check(KeyAction.TextRemoved, tag, value);
    }

    /// <summary>A sentence in which only some words identify: those go, whatever becomes of the others.</summary>
    private void Sentence(Dataset dataset, Tag tag, Vr vr, string sentence, params ReadOnlySpan<string> secrets)
    {
        dataset.Set(Element.Text(tag, vr, sentence, _root.CharacterSet));
        foreach (string secret in secrets)
        {
            Check(KeyAction.TextRemoved, tag, secret);
        }
    }

    /// <summary>A description with the patient in every third: the words stay, the name goes.</summary>
    private void Describe(Dataset dataset, Tag tag, string words)
    {
        string text = random.Next(3) switch
        {
            0 => $"{words} {patient.Surname}",
            1 => $"{words} ({patient.Id})",
            _ => words,
        };
        text = text.Length > 64 ? words : text;
        dataset.Set(Element.Text(tag, Vr.LO, text, _root.CharacterSet));
        Check(KeyAction.TextRetained, tag, words);
        if (text.Length > words.Length)
        {
            Check(KeyAction.TextRemoved, tag, text[(words.Length + 1)..].Trim('(', ')'));
        }
    }

    private void Date(Dataset dataset, Tag tag, DateOnly date)
    {
        dataset.Set(Element.Text(tag, Vr.DA, KeyedPatient.Day(date)));
        Check(KeyAction.DateShifted, tag, KeyedPatient.Day(date));
    }

    private void Uid(Dataset dataset, Tag tag, string uid)
    {
        dataset.Set(Element.Text(tag, Vr.UI, uid));
        Check(KeyAction.UidChanged, tag, uid);
        Check(KeyAction.UidConsistent, tag, uid);
    }

    private void Check(KeyAction action, Tag tag, string value) =>
        _checks.Add(new KeyCheck(action, [.. _path, (tag, 0)], value));
}
