namespace Overread.Dicom.Phantoms;

/// <summary>What is at a place of the head phantom.</summary>
internal enum HeadTissue
{
    Air,
    Skin,
    Fat,
    Muscle,
    Bone,
    Fluid,
    Brain,
    Eye,
    Metal,
    Rest,
}
