package risks

func mailEvaluators() []evaluator { return []evaluator{} }

func mailDocs() []Doc { return []Doc{} }
