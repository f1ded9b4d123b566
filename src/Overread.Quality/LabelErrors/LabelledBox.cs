using Overread.Quality.Geometry;

namespace Overread.Quality.LabelErrors;

/// <summary>A box with its category and, where a model or several readers stand behind it, how sure they are.</summary>
/// <param name="Box">Where it lies, in any one unit.</param>
/// <param name="Category">Its category, from 0.</param>
/// <param name="Score">Confidence, 0 to 1: a model's score, or the share of readers who drew it; 1 for a given box.</param>
public readonly record struct LabelledBox(Box Box, int Category, double Score = 1);
