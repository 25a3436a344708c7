package risks

func nameEvaluators() []evaluator { return []evaluator{} }

func nameDocs() []Doc { return []Doc{} }
