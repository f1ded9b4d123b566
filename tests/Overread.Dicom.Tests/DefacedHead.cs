using Overread.Dicom.Deface;
using Overread.Dicom.Geometry;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>A head phantom with the proposal for it, carried out, and counted voxel by voxel against what is known.</summary>
internal sealed class DefacedHead
{
    private DefacedHead(HeadPhantom phantom, FaceProposal proposal)
    {
        Phantom = phantom;
        Proposal = proposal;
    }

    public HeadPhantom Phantom { get; }

    public FaceProposal Proposal { get; }

    public List<DicomFile> Before { get; private init; } = [];

    public List<DicomFile> After { get; } = [];

    /// <summary>Voxels of the phantom's brain that have another value now.</summary>
    public int BrainChanged { get; private set; }

    /// <summary>Voxels of the brain estimate that have another value now.</summary>
    public int EstimateChanged { get; private set; }

    /// <summary>Voxels beyond the cut that have another value now, and voxels within it that are not background.</summary>
    public int Wrong { get; private set; }

    /// <summary>Voxels at the skin of the face and of the ears, and those of them that stayed.</summary>
    public (int Skin, int Left) Face { get; private set; }

    public static DefacedHead Of(HeadPhantomOptions options, FaceOptions? how = null)
    {
        HeadPhantom phantom = new(options);
        List<DicomFile> files = [.. phantom.Files];
        FaceProposal proposal = SeriesFaces.Propose([.. files.Select(f => (Func<DicomFile>)(() => f))], how);
        DefacedHead head = new(phantom, proposal) { Before = files };
        if (proposal.Cut is { } cut)
        {
            foreach (DicomFile file in files)
            {
                Assert.True(
                    FaceRemover.TryRemove(file, cut, out DicomFile result, out _, out Finding? problem),
                    problem?.Detail
                );
                head.After.Add(result);
            }

            head.Count(cut, options);
        }

        return head;
    }

    private void Count(FaceCut cut, HeadPhantomOptions options)
    {
        for (int file = 0; file < Before.Count; file++)
        {
            Assert.True(PixelData.TryOpen(Before[file], out PixelData before, out _));
            Assert.True(PixelData.TryOpen(After[file], out PixelData after, out _));
            for (int frame = 0; frame < before.Count; frame++)
            {
                Assert.True(before.TryDecode(frame, out PixelFrame was, out _));
                Assert.True(after.TryDecode(frame, out PixelFrame now, out _));
                SlicePlane plane = SlicePlane.Read(Before[file].Dataset, frame)!;
                Count(plane, was, now, cut, options);
            }
        }
    }

    private void Count(SlicePlane plane, PixelFrame was, PixelFrame now, FaceCut cut, HeadPhantomOptions options)
    {
        int size = options.Size;
        PatientVector[] steps =
        [
            plane.Row * plane.ColumnSpacing,
            plane.Column * plane.RowSpacing,
            plane.Normal * options.SliceSpacing,
        ];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                PatientPoint at = plane.ToPatient(column, row);
                int index = (row * size) + column;
                bool changed = was.Sample(index) != now.Sample(index);
                bool removed = cut.Removes(at);
                double background = options.Modality == "CT" ? 24 : 0;
                Wrong += (changed && !removed) || (removed && now.Sample(index) != background) ? 1 : 0;
                BrainChanged += changed && Phantom.IsBrain(at) ? 1 : 0;
                EstimateChanged += changed && Proposal.IsBrain(at) ? 1 : 0;
                if (Phantom.IsFaceRegion(at) && IsSkin(at, steps))
                {
                    Face = (Face.Skin + 1, Face.Left + (removed ? 0 : 1));
                }
            }
        }
    }

    private bool IsSkin(PatientPoint at, PatientVector[] steps) =>
        Phantom.IsSolid(at) && steps.Any(step => !Phantom.IsSolid(at + step) || !Phantom.IsSolid(at + (step * -1)));

    public override string ToString() =>
        $"{Proposal.Problem} brain {Proposal.Figures?.BrainMillilitres} ml, removed {Proposal.Figures?.RemovedMillilitres} ml, "
        + $"estimated skin left {Proposal.Figures?.SkinLeft:P2}; true brain changed {BrainChanged}, estimate changed {EstimateChanged}, "
        + $"wrong {Wrong}, face skin {Face.Left} of {Face.Skin}";
}
