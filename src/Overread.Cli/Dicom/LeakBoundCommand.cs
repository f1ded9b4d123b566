using System.CommandLine;
using System.Globalization;
using Overread.Deidentification.Risk;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom leak-bound</c>: what a review of a sample proves about the whole.</summary>
internal static class LeakBoundCommand
{
    internal static Command Create()
    {
        Option<int> reviewed = new("--reviewed")
        {
            Description = "objects looked at, drawn at random",
            Required = true,
        };
        Option<int> leaks = new("--leaks") { Description = "of them, those in which something identifying was found" };
        Option<double> confidence = new("--confidence")
        {
            Description = "such as 0.95",
            DefaultValueFactory = _ => 0.95,
        };
        Command command = new(
            "leak-bound",
            "Upper bound of Clopper and Pearson on the leak rate after a sampled review."
        )
        {
            reviewed,
            leaks,
            confidence,
        };
        command.SetAction(parsed =>
        {
            int looked = parsed.GetValue(reviewed);
            int found = parsed.GetValue(leaks);
            double level = parsed.GetValue(confidence);
            if (looked < 0 || found < 0 || found > looked || level is <= 0 or >= 1)
            {
                Console.Error.WriteLine("overread dicom leak-bound: numbers that no review can have.");
                return 2;
            }

            double bound = LeakBound.Upper(looked, found, level);
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found} leaks in {looked} objects: with {level:P0} confidence at most {bound:P3} of all objects leak."
                )
            );
            if (found == 0)
            {
                Console.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"To say below 0.1 % without a leak found, review {LeakBound.ReviewsNeeded(0.001, level)}."
                    )
                );
            }

            return 0;
        });
        return command;
    }
}
