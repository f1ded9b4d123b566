namespace Overread.Learning.Curves;

/// <summary>What a model is judged by on the held-out items.</summary>
public enum CurveScore
{
    /// <summary>Mean F1 over the classes that the held-out items have (van Rijsbergen 1979).</summary>
    MacroF1,

    /// <summary>Mean share of each class that is found (Brodersen et al. 2010), over the classes that the held-out items have.</summary>
    BalancedAccuracy,

    /// <summary>Mean area under the ROC curve of each class against all others, over the classes that the held-out items have.</summary>
    Auc,
}
