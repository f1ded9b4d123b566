using Overread.Text.Benchmarks;

// ./bench text terms [--terms N] [--seed N]    searching a generated terminology
if (args is ["terms", ..])
{
    return TermsRun.Run(args);
}

Console.Error.WriteLine("./bench text terms [--terms N] [--seed N]");
return 2;
