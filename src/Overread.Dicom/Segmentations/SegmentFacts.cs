using Overread.Dicom.Derived;

namespace Overread.Dicom.Segmentations;

/// <summary>What a segmentation object says of one segment (PS3.3 C.8.20.4).</summary>
public sealed record SegmentFacts
{
    /// <summary>Segment Number; 1 to 65535.</summary>
    public required int Number { get; init; }

    /// <summary>Segment Label.</summary>
    public required string Label { get; init; }

    /// <summary>Segment Description; null where there is none.</summary>
    public string? Description { get; init; }

    /// <summary>MANUAL, SEMIAUTOMATIC or AUTOMATIC; null where missing.</summary>
    public string? AlgorithmType { get; init; }

    /// <summary>Name of the algorithm.</summary>
    public string? AlgorithmName { get; init; }

    /// <summary>Segmented Property Category.</summary>
    public CodedConcept? Category { get; init; }

    /// <summary>Segmented Property Type.</summary>
    public CodedConcept? Type { get; init; }

    /// <summary>Modifier of the type.</summary>
    public CodedConcept? Modifier { get; init; }

    /// <summary>Anatomic Region.</summary>
    public CodedConcept? Region { get; init; }

    /// <summary>Modifier of the region.</summary>
    public CodedConcept? RegionModifier { get; init; }

    /// <summary>Recommended Display CIELab Value as sRGB; null where missing.</summary>
    public (byte Red, byte Green, byte Blue)? Colour { get; init; }

    /// <summary>Tracking ID.</summary>
    public string? TrackingId { get; init; }

    /// <summary>Tracking UID.</summary>
    public string? TrackingUid { get; init; }

    internal static SegmentFacts Read(Dataset item)
    {
        Dataset type = item.GetItems(MarkTags.SegmentedPropertyTypeCodeSequence) is [{ } t, ..] ? t : new Dataset();
        Dataset region = item.GetItems(Tags.AnatomicRegionSequence) is [{ } r, ..] ? r : new Dataset();
        int number = item.GetInt(MarkTags.SegmentNumber) ?? 0;
        CodedConcept? kind = CodedConcept.Read(item, MarkTags.SegmentedPropertyTypeCodeSequence);
        return new SegmentFacts
        {
            Number = number,
            Label = item.GetText(MarkTags.SegmentLabel) ?? kind?.Meaning ?? $"segment {number}",
            Description = item.GetText(MarkTags.SegmentDescription),
            AlgorithmType = item.GetText(MarkTags.SegmentAlgorithmType),
            AlgorithmName = item.GetText(MarkTags.SegmentAlgorithmName),
            Category = CodedConcept.Read(item, MarkTags.SegmentedPropertyCategoryCodeSequence),
            Type = kind,
            Modifier = CodedConcept.Read(type, MarkTags.SegmentedPropertyTypeModifierCodeSequence),
            Region = CodedConcept.Read(item, Tags.AnatomicRegionSequence),
            RegionModifier = CodedConcept.Read(region, MarkTags.AnatomicRegionModifierSequence),
            Colour = item.GetNumbers(MarkTags.RecommendedDisplayCieLabValue) is { Count: 3 } lab
                ? CieLab.ToSrgb(lab[0], lab[1], lab[2])
                : null,
            TrackingId = item.GetText(MarkTags.TrackingId),
            TrackingUid = item.GetText(MarkTags.TrackingUid),
        };
    }

    internal Dataset ToItem(Func<string> newUid)
    {
        Dataset item = new();
        // A source without codes gets the most general one of PS3.16 CID 7150: tissue says neither organ nor disease.
        CodedConcept category = Category ?? new CodedConcept("85756007", "SCT", "Tissue");
        CodedConcept type = Type ?? new CodedConcept("85756007", "SCT", "Tissue");
        Dataset typeItem = type.ToItem();
        if (Modifier is not null)
        {
            typeItem.Set(MarkTags.SegmentedPropertyTypeModifierCodeSequence, Modifier.ToItem());
        }

        item.Set(MarkTags.SegmentedPropertyCategoryCodeSequence, category.ToItem());
        item.Set(MarkTags.SegmentedPropertyTypeCodeSequence, typeItem);
        if (Region is not null)
        {
            Dataset regionItem = Region.ToItem();
            if (RegionModifier is not null)
            {
                regionItem.Set(MarkTags.AnatomicRegionModifierSequence, RegionModifier.ToItem());
            }

            item.Set(Tags.AnatomicRegionSequence, regionItem);
        }

        item.Set(MarkTags.SegmentNumber, (ushort)Number);
        item.Set(MarkTags.SegmentLabel, Vr.LO, DerivedHeader.Cut(Label.Replace('\\', '/'), 64));
        if (Description is not null)
        {
            item.Set(MarkTags.SegmentDescription, Vr.ST, DerivedHeader.Cut(Description, 1024));
        }

        string algorithm = AlgorithmType is "MANUAL" or "SEMIAUTOMATIC" or "AUTOMATIC"
            ? AlgorithmType
            : "SEMIAUTOMATIC";
        item.Set(MarkTags.SegmentAlgorithmType, Vr.CS, algorithm);
        if (algorithm != "MANUAL")
        {
            item.Set(
                MarkTags.SegmentAlgorithmName,
                Vr.LO,
                DerivedHeader.Cut(AlgorithmName ?? "not stated by the source", 64)
            );
        }

        if (Colour is { } colour)
        {
            item.Set(MarkTags.RecommendedDisplayCieLabValue, CieLab.FromSrgb(colour.Red, colour.Green, colour.Blue));
        }

        // Type 1C as a pair: one without the other is not allowed.
        if (TrackingId is not null || TrackingUid is not null)
        {
            item.Set(MarkTags.TrackingId, Vr.UT, TrackingId ?? Label);
            item.Set(MarkTags.TrackingUid, Vr.UI, TrackingUid ?? newUid());
        }

        return item;
    }
}
