namespace Overread.Deidentification.Phi;

/// <summary>
/// How much an unknown word looks like a name rather than a term: the log odds of its letter triples under two models with
/// additive smoothing (naive Bayes), one of the vocabulary's names, one of its ordinary and clinical words. Trained when the
/// vocabulary is read, from nothing else: the same vocabulary gives the same figures.
/// </summary>
internal sealed class NameLikeness
{
    private const int Letters = 28;
    private const float Smoothing = 0.5f;
    private readonly float[] _odds = new float[Letters * Letters * Letters];

    internal NameLikeness(IEnumerable<KeyValuePair<string, WordClass>> words)
    {
        float[] names = new float[_odds.Length];
        float[] terms = new float[_odds.Length];
        float allNames = 0;
        float allTerms = 0;
        foreach ((string word, WordClass of) in words)
        {
            bool name = (of & (WordClass.Person | WordClass.City)) != 0 && (of & WordClass.Ordinary) == 0;
            bool term = (of & (WordClass.Ordinary | WordClass.EponymHead)) != 0 && (of & WordClass.Person) == 0;
            if (name == term || word.Length < 3)
            {
                continue;
            }

            foreach (int triple in Triples(word))
            {
                if (name)
                {
                    names[triple]++;
                    allNames++;
                }
                else
                {
                    terms[triple]++;
                    allTerms++;
                }
            }
        }

        float smooth = Smoothing * _odds.Length / Letters;
        for (int i = 0; i < _odds.Length; i++)
        {
            _odds[i] =
                MathF.Log((names[i] + Smoothing) / (allNames + smooth))
                - MathF.Log((terms[i] + Smoothing) / (allTerms + smooth));
        }
    }

    /// <summary>Mean log odds a triple: above 0 more like a name.</summary>
    internal float Of(ReadOnlySpan<char> folded)
    {
        float sum = 0;
        int count = 0;
        int before = 0;
        int last = 0;
        for (int i = 0; i <= folded.Length; i++)
        {
            int letter = i == folded.Length ? 0 : Letter(folded[i]);
            sum += _odds[((before * Letters) + last) * Letters + letter];
            count++;
            (before, last) = (last, letter);
        }

        return count == 0 ? 0 : sum / count;
    }

    private static IEnumerable<int> Triples(string word)
    {
        int before = 0;
        int last = 0;
        for (int i = 0; i <= word.Length; i++)
        {
            int letter = i == word.Length ? 0 : Letter(word[i]);
            yield return ((before * Letters) + last) * Letters + letter;
            (before, last) = (last, letter);
        }
    }

    // 0 is the rim of a word, 27 whatever is no letter of a to z.
    private static int Letter(char c) => c is >= 'a' and <= 'z' ? c - 'a' + 1 : Letters - 1;
}
