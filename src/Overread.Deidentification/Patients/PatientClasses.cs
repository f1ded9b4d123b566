namespace Overread.Deidentification.Patients;

/// <summary>Which written forms are one patient, by the decisions (disjoint sets over places in a list).</summary>
internal sealed class PatientClasses(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    /// <summary>The smallest place of the class.</summary>
    internal int Of(int place)
    {
        while (_parent[place] != place)
        {
            place = _parent[place] = _parent[_parent[place]];
        }

        return place;
    }

    internal void Join(int one, int other)
    {
        int a = Of(one);
        int b = Of(other);
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    internal bool AreOne(int one, int other) => Of(one) == Of(other);
}
