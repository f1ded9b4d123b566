using Overread.Text.Benchmarks;

// ./bench text                                                                             speed
// ./bench text quality --data DIR [--half seen|held|all] [--corpus NAME] [--show]          recall and losses on corpora
// ./bench text tag FILE                                                                    a text with tags
return args switch
{
    [] => SpeedRun.Run(),
    ["quality", ..] => QualityRun.Run(args),
    ["tag", var path] => QualityRun.Tag(path),
    _ => Refuse(),
};

static int Refuse()
{
    Console.Error.WriteLine("./bench text | text quality --data DIR | text tag FILE");
    return 2;
}
