using Overread.Dicom.Derived;
using Overread.Dicom.Segmentations;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>Labels and codes of DICOM as those of the marks, and back.</summary>
internal static class MarkCodes
{
    internal static CodedTerm? Term(CodedConcept? code) =>
        code is null ? null : new CodedTerm(code.Value, code.Scheme, code.Meaning);

    internal static CodedConcept? Concept(CodedTerm? term) =>
        term is null ? null : new CodedConcept(term.Value, term.Scheme, term.Meaning);

    internal static MarkLabel Label(SegmentFacts segment) =>
        new()
        {
            Number = segment.Number,
            Name = segment.Label,
            Description = segment.Description,
            Category = Term(segment.Category),
            Type = Term(segment.Type),
            Modifier = Term(segment.Modifier),
            Region = Term(segment.Region),
            RegionModifier = Term(segment.RegionModifier),
            Colour = segment.Colour,
            AlgorithmType = segment.AlgorithmType,
            AlgorithmName = segment.AlgorithmName,
            TrackingId = segment.TrackingId,
            TrackingUid = segment.TrackingUid,
        };

    internal static SegmentFacts Segment(MarkLabel label, int number) =>
        new()
        {
            Number = number,
            Label = label.Name,
            Description = label.Description,
            Category = Concept(label.Category),
            Type = Concept(label.Type),
            Modifier = Concept(label.Modifier),
            Region = Concept(label.Region),
            RegionModifier = Concept(label.RegionModifier),
            Colour = label.Colour,
            AlgorithmType = label.AlgorithmType,
            AlgorithmName = label.AlgorithmName,
            TrackingId = label.TrackingId,
            TrackingUid = label.TrackingUid,
        };
}
