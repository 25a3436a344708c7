package risks

func httpEvaluators() []evaluator { return []evaluator{} }

func httpDocs() []Doc { return []Doc{} }
