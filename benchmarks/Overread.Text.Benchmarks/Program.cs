using Overread.Text.Benchmarks;

// ./bench text                                                                             speed
// ./bench text terms [--terms N] [--seed N]                                                searching a generated terminology
// ./bench text quality --data DIR [--half seen|held|all] [--corpus NAME] [--show]          recall and losses on corpora
// ./bench text tag FILE                                                                    a text with tags
return args switch
{
    [] => SpeedRun.Run(),
    ["terms", ..] => TermsRun.Run(args),
    ["quality", ..] => QualityRun.Run(args),
    ["tag", var path] => QualityRun.Tag(path),
    _ => Refuse(),
};

static int Refuse()
{
    Console.Error.WriteLine("./bench text | text terms [--terms N] | text quality --data DIR | text tag FILE");
    return 2;
}
