package risks

func tlsEvaluators() []evaluator { return []evaluator{} }

func tlsDocs() []Doc { return []Doc{} }
