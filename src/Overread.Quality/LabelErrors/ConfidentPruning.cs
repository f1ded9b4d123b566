namespace Overread.Quality.LabelErrors;

/// <summary>Marks as many labels as the confident joint says are wrong, those with the widest margin first.</summary>
internal static class ConfidentPruning
{
    internal static void Mark(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        long[,] joint,
        bool[] suspect
    )
    {
        int q = joint.GetLength(0);
        long[] given = new long[q];
        foreach (int label in labels)
        {
            given[label]++;
        }

        List<(double Margin, int Item)>[] candidates = new List<(double, int)>[q * q];
        for (int item = 0; item < labels.Length; item++)
        {
            ReadOnlySpan<double> row = probabilities.Slice(item * q, q);
            double own = row[labels[item]];
            for (int k = 0; k < q; k++)
            {
                // Only an item that leans towards the other category can belong to it.
                if (row[k] > own + LabelIssues.Rounding)
                {
                    (candidates[(labels[item] * q) + k] ??= []).Add((own - row[k], item));
                }
            }
        }

        for (int cell = 0; cell < candidates.Length; cell++)
        {
            List<(double Margin, int Item)>? found = candidates[cell];
            if (found is null)
            {
                continue;
            }

            // The joint counts confident items only; its rows are scaled up to all items of the given category.
            int from = cell / q;
            long confident = 0;
            for (int k = 0; k < q; k++)
            {
                confident += joint[from, k];
            }

            double wrong = confident == 0 ? 0 : (double)joint[from, cell % q] / confident * given[from];
            found.Sort();
            // A half is rounded up: a label too many is looked at, one too few is missed.
            int count = (int)Math.Min(found.Count, Math.Floor(wrong + 0.5 + LabelIssues.Rounding));
            for (int i = 0; i < count; i++)
            {
                suspect[found[i].Item] = true;
            }
        }
    }
}
