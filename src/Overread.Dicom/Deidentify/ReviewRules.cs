using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify;

/// <summary>Says from the header alone why a person must look at an object. Errs towards looking.</summary>
public static class ReviewRules
{
    private static readonly Tag FloatPixelData = new(0x7FE00008);
    private static readonly Tag DoubleFloatPixelData = new(0x7FE00009);

    /// <summary>Reasons to look at an object, in the order of the enumeration.</summary>
    public static IReadOnlyList<ReviewReason> Assess(DicomFile file)
    {
        Dataset dataset = file.Dataset;
        List<ReviewReason> reasons = [];
        string modality = (dataset.GetText(Tags.Modality) ?? "").Trim().ToUpperInvariant();
        string sopClass = file.SopClassUid;
        bool image =
            dataset.Contains(Tags.PixelData)
            || dataset.Contains(FloatPixelData)
            || dataset.Contains(DoubleFloatPixelData);
        if ((dataset.GetText(Tags.BurnedInAnnotation) ?? "").Trim().Equals("YES", StringComparison.OrdinalIgnoreCase))
        {
            reasons.Add(ReviewReason.BurnedInAnnotation);
        }
        else if (image && HasLikelyText(dataset, modality, sopClass))
        {
            reasons.Add(ReviewReason.LikelyBurnedInText);
        }
        else if (image)
        {
            // No header says that there is no text; only a search does.
            reasons.Add(ReviewReason.TextNotSearched);
        }

        if (image && HeadRules.MayShowFace(file))
        {
            reasons.Add(ReviewReason.FaceMayBeReconstructed);
        }

        if (image && modality is "XC" or "DMS" or "GM" || sopClass is "1.2.840.10008.5.1.4.1.1.77.1.4")
        {
            reasons.Add(ReviewReason.Photograph);
        }

        if (dataset.Contains(Tags.EncapsulatedDocument))
        {
            reasons.Add(ReviewReason.EncapsulatedDocument);
        }

        if (dataset.Elements.Any(element => element.Tag.Group is >= 0x5000 and < 0x5100 or >= 0x6000 and < 0x6100))
        {
            reasons.Add(ReviewReason.Graphics);
        }

        if (modality == "SM" && dataset.GetTexts(Tags.ImageType).Any(value => value is "LABEL" or "OVERVIEW"))
        {
            reasons.Add(ReviewReason.SlideLabel);
        }

        if (modality is "SR" or "KO" || dataset.Contains(Tags.ContentSequence))
        {
            reasons.Add(ReviewReason.StructuredText);
        }

        if (modality == "AU")
        {
            reasons.Add(ReviewReason.Audio);
        }

        if (file.Findings.Any(finding => finding.Kind is not (FindingKind.NoPreamble or FindingKind.NoFileMeta)))
        {
            reasons.Add(ReviewReason.Damage);
        }

        if (ClassUids.IsPrivate(sopClass))
        {
            reasons.Add(ReviewReason.PrivateKind);
        }

        return reasons;
    }

    /// <summary>The reasons, and one more where a stream of pixels could not be followed.</summary>
    internal static IReadOnlyList<ReviewReason> With(IReadOnlyList<ReviewReason> reasons, bool followed) =>
        followed ? reasons : [.. reasons, ReviewReason.PixelStream];

    private static bool HasLikelyText(Dataset dataset, string modality, string sopClass)
    {
        // An explicit NO is trusted by nobody here: the header's claim is known to be wrong often.
        bool capture =
            sopClass.StartsWith("1.2.840.10008.5.1.4.1.1.7", StringComparison.Ordinal) && sopClass.Length <= 29;
        bool derivedScreen = dataset
            .GetTexts(Tags.ImageType)
            .Select(value => value.ToUpperInvariant())
            .Any(value => value is "SECONDARY" or "SCREEN SAVE" or "CSA REPORT" or "DOSE_INFO" or "REPORT" or "OTHER");
        return modality is "US" or "IVUS" or "ES" or "OT" or "SC" or "RF" or "XA" or "NM" or "OP" or "DOC" or "BMD"
            || capture && !modality.Equals("SEG", StringComparison.Ordinal)
            || derivedScreen;
    }
}
