package risks

func dnsEvaluators() []evaluator { return []evaluator{} }

func dnsDocs() []Doc { return []Doc{} }
